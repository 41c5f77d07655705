package io.atoll.model.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Copies into natural order, so that equal facts are walked in equal order whoever built them. */
final class SortedValues {
    private SortedValues() {}

    static <T extends Comparable<? super T>> SortedSet<T> copyOf(Collection<? extends T> values) {
        var sorted = new TreeSet<T>();
        sorted.addAll(values);
        return Collections.unmodifiableSortedSet(sorted);
    }
}
