package io.atoll.manager.event.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.manager.problem.AtollException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindFilterTest {
    @Test
    void withoutTypesEverythingIsWanted() {
        assertThat(KindFilter.parse(null).wants("vm")).isTrue();
    }

    @Test
    void onlyNamedKindsAreWanted() {
        var filter = KindFilter.parse("vm.*, host");
        assertThat(filter.wants("vm")).isTrue();
        assertThat(filter.wants("host")).isTrue();
        assertThat(filter.wants("task")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "vm.*,", "VM", "vm.**", "vm;drop", "*"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> KindFilter.parse(text)).isInstanceOf(AtollException.class);
    }
}
