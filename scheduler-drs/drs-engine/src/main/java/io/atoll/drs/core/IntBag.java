package io.atoll.drs.core;

import java.util.Arrays;

/** A growing list of ints without boxing. */
final class IntBag {
    private int[] items;
    private int size;

    IntBag(int capacity) {
        items = new int[Math.max(2, capacity)];
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int get(int index) {
        return items[index];
    }

    void set(int index, int item) {
        items[index] = item;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes away the last one. */
    int pop() {
        return items[--size];
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
