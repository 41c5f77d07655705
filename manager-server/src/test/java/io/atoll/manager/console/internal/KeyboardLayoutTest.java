package io.atoll.manager.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.model.keyboard.KeyChord;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyboardLayoutTest {
    private static String keys(KeyboardLayout layout, int character) {
        return String.join(
                " ",
                layout.keysFor(character).stream()
                        .map(chord -> String.join("+", chord.keys()))
                        .toList());
    }

    private static String typed(KeyboardLayout layout, String text) {
        return String.join(
                " ", text.codePoints().mapToObj(point -> keys(layout, point)).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyPrintableAsciiCharacterCanBeTypedAndNoOtherControls(KeyboardLayout layout) {
        for (var character = 0; character < 0x80; character++) {
            var known = (character >= ' ' && character < 0x7f) || character == '\n' || character == '\t';
            assertThat(layout.keysFor(character).isEmpty())
                    .as("U+%04X", character)
                    .isEqualTo(!known);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noTwoCharactersAreTypedAlike(KeyboardLayout layout) {
        var seen = new HashMap<List<KeyChord>, Integer>();
        IntStream.range(0, 0x3000)
                .filter(character -> !layout.keysFor(character).isEmpty())
                .forEach(character -> assertThat(seen.put(layout.keysFor(character), character))
                        .as("U+%04X", character)
                        .isNull());
        assertThat(seen).hasSizeGreaterThan(96);
    }

    @Test
    void aUsKeyboard() {
        assertThat(typed(KeyboardLayout.US, "aZ 1!\n\t")).isEqualTo("a shift+z spc 1 shift+1 ret tab");
        assertThat(typed(KeyboardLayout.US, "`~-_=+[{]}\\|;:'\",<.>/?@#^&*()"))
                .isEqualTo(
                        "grave_accent shift+grave_accent minus shift+minus equal shift+equal bracket_left shift+bracket_left"
                                + " bracket_right shift+bracket_right backslash shift+backslash semicolon shift+semicolon apostrophe"
                                + " shift+apostrophe comma shift+comma dot shift+dot slash shift+slash shift+2 shift+3 shift+6 shift+7"
                                + " shift+8 shift+9 shift+0");
        assertThat(keys(KeyboardLayout.US, 'ä')).isEmpty();
    }

    @Test
    void aGermanKeyboard() {
        assertThat(typed(KeyboardLayout.DE, "zyZY")).isEqualTo("y z shift+y shift+z");
        assertThat(typed(KeyboardLayout.DE, "äöüßÄÖÜ"))
                .isEqualTo(
                        "apostrophe semicolon bracket_left minus shift+apostrophe shift+semicolon shift+bracket_left");
        assertThat(typed(KeyboardLayout.DE, "!\"§$%&/()=?°*';:_+#-,.<>"))
                .isEqualTo("shift+1 shift+2 shift+3 shift+4 shift+5 shift+6 shift+7 shift+8 shift+9 shift+0 shift+minus"
                        + " shift+grave_accent shift+bracket_right shift+backslash shift+comma shift+dot shift+slash"
                        + " bracket_right backslash slash comma dot less shift+less");
        assertThat(typed(KeyboardLayout.DE, "{[]}\\~@€µ|²³"))
                .isEqualTo(
                        "alt_r+7 alt_r+8 alt_r+9 alt_r+0 alt_r+minus alt_r+bracket_right alt_r+q alt_r+e alt_r+m alt_r+less"
                                + " alt_r+2 alt_r+3");
    }

    @Test
    void deadKeysOfAGermanKeyboard() {
        assertThat(typed(KeyboardLayout.DE, "^`´")).isEqualTo("grave_accent spc shift+equal spc equal spc");
        assertThat(typed(KeyboardLayout.DE, "éÀôý")).isEqualTo("equal e shift+equal shift+a grave_accent o equal z");
        assertThat(keys(KeyboardLayout.DE, 'ñ')).isEmpty();
    }
}
