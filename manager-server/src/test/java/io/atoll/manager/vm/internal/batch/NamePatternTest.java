package io.atoll.manager.vm.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.problem.AtollException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    private static List<String> names(String pattern, int first, int count) {
        var check = new InputCheck();
        var parsed = NamePattern.parse(pattern, check);
        check.done();
        return parsed.orElseThrow().names(first, count);
    }

    @ParameterizedTest
    @CsvSource({
        "web-{n},     9, web-9,      web-10",
        "web-{n:02},  9, web-09,     web-10",
        "web-{n:02}, 99, web-99,     web-100",
        "{n:06}.a,    0, 000000.a,   000001.a",
        "{n},        41, 41,         42"
    })
    void numbersAreFilledUpAndNeverCut(String pattern, int first, String one, String next) {
        assertThat(names(pattern, first, 2)).containsExactly(one, next);
    }

    @Test
    void noTwoNamesAreTheSame() {
        assertThat(names("a{n:01}", 0, 200)).hasSize(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "web",
                "web-{n}-{n}",
                "web-{n}{n:02}",
                "web-{N}",
                "web-{n:2}",
                "web-{n:00}",
                "web-{n:07}",
                "web-{n:010}",
                "web-{ n}",
                "web-{n:-1}",
                "web-%d",
                "web-${n",
                "web-{n",
                "web-n}"
            })
    void onePlaceholderAndNoOther(String pattern) {
        assertThatThrownBy(() -> names(pattern, 1, 1))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("it needs exactly one: {n}");
    }

    @ParameterizedTest
    @CsvSource({
        "'web {n}',U+0020",
        "../{n},'/'",
        "web-{{n}},{",
        "w;rm{n},;",
        "ｗ{n},U+FF57",
        "w{n}\u202e,U+202E",
        "\ud83d\ude00{n},U+1F600"
    })
    void whatNoNameMayHoldIsNamed(String pattern, String strange) {
        assertThatThrownBy(() -> names(pattern, 1, 1))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("may hold letters, digits")
                .hasMessageContaining(strange);
    }

    @Test
    void aLongPatternIsNotLookedAt() {
        assertThatThrownBy(() -> names("a".repeat(1_000_000) + "{n}", 1, 200))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("namePattern has 1000003 characters; at most 69");
    }
}
