package io.atoll.drs.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class SortingTest {
    /** The last digit is not looked at, so that what is equal can be told apart. */
    @Property
    void sortsAndKeepsTheOrderOfEquals(@ForAll @Size(max = 300) int[] items) {
        var before = items.clone();
        var sorted = Sorting.sorted(items, (a, b) -> Integer.compare(a / 10, b / 10));
        var expected = Arrays.stream(items)
                .boxed()
                .sorted(Comparator.comparingInt(item -> item / 10))
                .mapToInt(item -> item)
                .toArray();
        assertThat(sorted).containsExactly(expected);
        assertThat(items).containsExactly(before);
    }
}
