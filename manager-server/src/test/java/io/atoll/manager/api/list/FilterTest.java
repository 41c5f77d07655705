package io.atoll.manager.api.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter that is not understood is answered with. */
class FilterTest {
    private static final ListDefinition LIGHTS = ListDefinition.of("lights", "l.*", "light l", "l.id")
            .sortable("metadata.name", "l.name", FieldType.TEXT)
            .choice("status.color", "l.color", Color.class);

    private enum Color {
        RED,
        GREEN
    }

    private static String render(String filter) {
        return new FilterSql(LIGHTS).render(FilterParser.parse(filter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata.name = \"a\"",
                "metadata.name > \"a\"",
                "metadata.name <= \"a\"",
                "metadata.name & \"a\"",
                "metadata.name like \"a\"",
                "metadata.name \"a\""
            })
    void whoWritesAnotherOperatorIsToldTheOnesThereAre(String filter) {
        assertThatThrownBy(() -> render(filter))
                .hasMessageStartingWith("At position 15: ")
                .hasMessageContaining("==, !=, ~ (contains) or in, for example metadata.name == \"web\".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status.color == \"BLUE\"", "status.color != \"red\"", "status.color in (\"RED\", \"BLUE\")"})
    void aNameThatTheFieldNeverHoldsIsRefusedWithThoseItDoes(String filter) {
        assertThatThrownBy(() -> render(filter))
                .hasMessageContaining("status.color is compared with one of [RED, GREEN].");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status.color == \"RED\"",
                "status.color in (\"RED\", \"GREEN\")",
                "status.color ~ \"re\"",
                "metadata.name == \"BLUE\""
            })
    void othersAreNot(String filter) {
        assertThatCode(() -> render(filter)).doesNotThrowAnyException();
    }

    @Test
    void aChoiceIsBoundLikeAnyText() {
        var sql = new FilterSql(LIGHTS);
        assertThat(sql.render(FilterParser.parse("status.color == \"RED\""))).isEqualTo("l.color = cast(:f0 as text)");
        assertThat(sql.parameters()).isEqualTo(Map.of("f0", "RED"));
    }
}
