package io.atoll.manager.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypedTextTest {
    private static TypedText read(String text, KeyboardLayout layout) {
        var check = new InputCheck();
        var read = TypedText.read(check, "text", text, layout);
        check.done();
        return read;
    }

    private static List<String> refusals(String text, KeyboardLayout layout) {
        var check = new InputCheck();
        TypedText.read(check, "text", text, layout);
        var details = new java.util.ArrayList<String>();
        assertThatExceptionOfType(AtollException.class)
                .isThrownBy(check::done)
                .satisfies(e -> e.causes().stream().map(Cause::detail).forEach(details::add));
        return details;
    }

    @Test
    void everyCharacterThatCannotBeTypedIsNamedWithItsPlaces() {
        assertThat(refusals("łódź łk\u001b[A", KeyboardLayout.US))
                .containsExactly(
                        "The control character U+001B (at 8) is not typed; only line feed and tab are.",
                        "A keyboard with the layout us does not have \"ó\", U+00F3 (at 2).",
                        "A keyboard with the layout us does not have \"ł\", U+0142 (at 1, 6).",
                        "A keyboard with the layout us does not have \"ź\", U+017A (at 4).");
        assertThat(refusals("a\u202eb\ud83d\ude00c\r", KeyboardLayout.DE))
                .containsExactly(
                        "The control character U+000D (at 6) is not typed; only line feed and tab are.",
                        "A keyboard with the layout de does not have U+202E (at 2).",
                        "A keyboard with the layout de does not have \"\ud83d\ude00\", U+1F600 (at 4).");
    }

    @Test
    void aThousandCharactersAreTypedAndNotOneMore() {
        assertThat(read("^".repeat(1_000), KeyboardLayout.DE).chords()).hasSize(2_000);
        assertThat(refusals("x".repeat(1_001), KeyboardLayout.US))
                .containsExactly("text has 1001 characters; at most 1000 are typed in one go. Send it in parts.");
        assertThat(refusals("", KeyboardLayout.US)).containsExactly("text must not be empty.");
    }

    @Test
    void aLineEndOfWindowsIsOneEnter() {
        assertThat(read("a\r\nb\n", KeyboardLayout.US).chords()).hasSize(4);
    }

    @Test
    void aCharacterOfTwoKeysIsTypedWhenBothArePressed() {
        var text = read("a^b", KeyboardLayout.DE);
        assertThat(text.chords()).hasSize(4);
        assertThat(List.of(text.charactersIn(0), text.charactersIn(1), text.charactersIn(2), text.charactersIn(3)))
                .containsExactly(0, 1, 1, 2);
        assertThat(text.charactersIn(4)).isEqualTo(3);
    }
}
