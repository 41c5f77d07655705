package io.atoll.manager.placement.internal.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again, what is read means what it says, and what is not a selector is refused with its place. */
class LabelSelectorTest {
    private static final Map<String, String> WEB = Map.of("tier", "web", "zone", "a, b", "app/name", "shop");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tier=web | true",
                "tier=db | false",
                "tier = web | true",
                "tier in (db, web) | true",
                "tier in(db,web) | true",
                "tier in (db) | false",
                "other in (web) | false",
                "!canary | true",
                "!tier | false",
                "tier | true",
                "canary | false",
                "tier=web, !canary, app/name=shop | true",
                "tier=web, canary | false",
                "zone=\"a, b\" | true",
                "zone in (\"a\", \"a, b\") | true",
            })
    void itMeansWhatItSays(String text, boolean matches) throws Exception {
        assertThat(LabelSelector.parse(text).matches(WEB)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "tier=",
                "=web",
                "tier=web,",
                "tier==web",
                "tier in",
                "tier in (",
                "tier in ()",
                "tier in (a",
                "tier in (a,)",
                "!",
                "!!a",
                "Tier=web",
                "tier=we b",
                "zone=\"a",
                "zone=\"\\n\"",
                "tier=web;drop",
                "tier!=web",
                "tier in (a) b",
                "tier\u0000=web",
                "tier=wéb",
                "a=b)",
                "-a=b"
            })
    void whatIsNoSelectorIsRefusedWithItsPlace(String text) {
        assertThatThrownBy(() -> LabelSelector.parse(text))
                .isInstanceOf(LabelSelector.SyntaxException.class)
                .hasMessageStartingWith("at character ");
    }

    @Test
    void tooManyConditionsAreRefused() {
        var text = "a" + ",a".repeat(LabelSelector.MOST_CONDITIONS);
        assertThatThrownBy(() -> LabelSelector.parse(text)).hasMessageContaining("more than 16 conditions");
        var many = IntStream.rangeClosed(0, LabelSelector.MOST_VALUES)
                .mapToObj(i -> "v" + i)
                .collect(Collectors.joining(",", "a in (", ")"));
        assertThatThrownBy(() -> LabelSelector.parse(many)).hasMessageContaining("more than 64 values");
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("selectors") LabelSelector selector) {
        assertThat(parsed(selector.toString())).isEqualTo(selector);
    }

    @Property
    void allConditionsMustHold(
            @ForAll("selectors") LabelSelector selector, @ForAll("labels") Map<String, String> labels) {
        var expected = true;
        for (var condition : selector.conditions()) {
            expected &= switch (condition) {
                case LabelSelector.Equal(var key, var value) ->
                    labels.containsKey(key) && labels.get(key).equals(value);
                case LabelSelector.In(var key, var values) ->
                    labels.containsKey(key) && values.contains(labels.get(key));
                case LabelSelector.Present(var key) -> labels.containsKey(key);
                case LabelSelector.Absent(var key) -> !labels.containsKey(key);
            };
        }
        assertThat(selector.matches(labels)).isEqualTo(expected);
    }

    @Property
    void noTextEndsInAnythingButASelectorOrARefusal(@ForAll("texts") String text) {
        try {
            assertThat(LabelSelector.parse(text).conditions()).isNotEmpty();
        } catch (LabelSelector.SyntaxException e) {
            assertThat(e).hasMessageNotContaining("\u0000");
        }
    }

    private static LabelSelector parsed(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (LabelSelector.SyntaxException e) {
            throw new AssertionError("\"%s\" was not read: %s".formatted(text, e.getMessage()), e);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abin=!,() \"\\.-_/\u0000é").ofMaxLength(24);
    }

    @Provide
    Arbitrary<LabelSelector> selectors() {
        var condition = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        keys(),
                        values(),
                        values().set().ofMinSize(1).ofMaxSize(3))
                .as((kind, key, value, values) -> switch (kind) {
                    case 0 -> (LabelSelector.Condition) new LabelSelector.Equal(key, value);
                    case 1 -> new LabelSelector.In(key, new TreeSet<>(values));
                    case 2 -> new LabelSelector.Present(key);
                    default -> new LabelSelector.Absent(key);
                });
        return condition.list().ofMinSize(1).ofMaxSize(4).map(list -> new LabelSelector(new ArrayList<>(list)));
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(keys(), values()).ofMaxSize(4).map(TreeMap::new);
    }

    /** Few and short, so that selectors and labels meet. */
    private static Arbitrary<String> keys() {
        return Arbitraries.of("a", "b", "in", "app/name", "x.y-z_0");
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of("", "web", "a, b", "\"", "\\", "in (x)", "Größe", "1:2");
    }
}
