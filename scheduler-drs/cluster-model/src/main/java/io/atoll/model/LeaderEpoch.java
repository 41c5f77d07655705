package io.atoll.model;

/** Counts the managers that have led: raised with every new leader, so an order of a deposed one can be refused. */
public record LeaderEpoch(long value) implements Comparable<LeaderEpoch> {
    public LeaderEpoch {
        if (value < 0) {
            throw new IllegalArgumentException("LeaderEpoch value (%d) must not be negative.".formatted(value));
        }
    }

    public LeaderEpoch next() {
        return new LeaderEpoch(Math.addExact(value, 1L));
    }

    public boolean isOlderThan(LeaderEpoch other) {
        return value < other.value;
    }

    @Override
    public int compareTo(LeaderEpoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
