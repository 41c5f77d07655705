package io.atoll.model.cluster;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies into natural order, so that equal facts are walked in equal order whoever built them. A copy is not copied again:
 * thousands of rules may share one large group of hosts.
 */
final class SortedValues {
    private SortedValues() {}

    static <T extends Comparable<? super T>> SortedSet<T> copyOf(Collection<? extends T> values) {
        if (values instanceof Frozen<?> frozen) {
            @SuppressWarnings("unchecked") // a frozen set of T is all that a collection of T can be here
            var same = (SortedSet<T>) frozen;
            return same;
        }
        var sorted = new TreeSet<T>();
        sorted.addAll(values);
        return new Frozen<>(Collections.unmodifiableSortedSet(sorted));
    }

    /** A sorted set in natural order that nobody can change. */
    @SuppressWarnings("JdkObsolete") // what the model shows of its sets is SortedSet; nobody walks them backwards
    private static final class Frozen<T> extends AbstractSet<T> implements SortedSet<T> {
        private final SortedSet<T> values;

        Frozen(SortedSet<T> values) {
            this.values = values;
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public boolean contains(Object value) {
            return values.contains(value);
        }

        @Override
        public Iterator<T> iterator() {
            return values.iterator();
        }

        @Override
        public @Nullable Comparator<? super T> comparator() {
            return null;
        }

        @Override
        public SortedSet<T> subSet(T from, T to) {
            return values.subSet(from, to);
        }

        @Override
        public SortedSet<T> headSet(T to) {
            return values.headSet(to);
        }

        @Override
        public SortedSet<T> tailSet(T from) {
            return values.tailSet(from);
        }

        @Override
        public T first() {
            return values.first();
        }

        @Override
        public T last() {
            return values.last();
        }
    }
}
