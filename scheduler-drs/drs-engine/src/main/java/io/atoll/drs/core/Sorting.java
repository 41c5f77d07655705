package io.atoll.drs.core;

/** Sorts indices by what they stand for, without an object for each: there are a hundred thousand of them. */
final class Sorting {
    /** Shorter runs are sorted by insertion. */
    private static final int SHORT = 16;

    private Sorting() {}

    /** Below 0: the first comes before the second. */
    @FunctionalInterface
    interface Order {
        int compare(int one, int other);
    }

    /** A sorted copy; equal ones keep their order (merge sort). */
    static int[] sorted(int[] items, Order order) {
        var sorted = items.clone();
        sort(items.clone(), sorted, 0, items.length, order);
        return sorted;
    }

    /** @param spare holds the same items as {@code into} within the bounds */
    private static void sort(int[] spare, int[] into, int from, int to, Order order) {
        if (to - from <= SHORT) {
            insert(into, from, to, order);
            return;
        }
        var middle = (from + to) >>> 1;
        sort(into, spare, from, middle, order);
        sort(into, spare, middle, to, order);
        if (order.compare(spare[middle - 1], spare[middle]) <= 0) {
            System.arraycopy(spare, from, into, from, to - from);
            return;
        }
        var left = from;
        var right = middle;
        for (var i = from; i < to; i++) {
            var takeLeft = left < middle && (right >= to || order.compare(spare[left], spare[right]) <= 0);
            into[i] = takeLeft ? spare[left++] : spare[right++];
        }
    }

    private static void insert(int[] items, int from, int to, Order order) {
        for (var i = from + 1; i < to; i++) {
            var item = items[i];
            var at = i;
            while (at > from && order.compare(items[at - 1], item) > 0) {
                items[at] = items[at - 1];
                at--;
            }
            items[at] = item;
        }
    }
}
