package io.atoll.model;

/** Counts who may run a VM: raised with every change of owner, so an order with a lower epoch is out of date. */
public record VmEpoch(long value) implements Comparable<VmEpoch> {
    public VmEpoch {
        if (value < 0) {
            throw new IllegalArgumentException("VmEpoch value (%d) must not be negative.".formatted(value));
        }
    }

    public VmEpoch next() {
        return new VmEpoch(Math.addExact(value, 1L));
    }

    public boolean isOlderThan(VmEpoch other) {
        return value < other.value;
    }

    @Override
    public int compareTo(VmEpoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
