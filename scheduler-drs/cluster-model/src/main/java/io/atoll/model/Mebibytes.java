package io.atoll.model;

/** An amount of memory in whole MiB (2^20 bytes). Never negative. */
public record Mebibytes(long value) implements Comparable<Mebibytes> {
    public static final Mebibytes NONE = new Mebibytes(0);

    public Mebibytes {
        if (value < 0) {
            throw new IllegalArgumentException("Mebibytes value (%d) must not be negative.".formatted(value));
        }
    }

    public static Mebibytes ofGibibytes(long gibibytes) {
        return new Mebibytes(Math.multiplyExact(gibibytes, 1024L));
    }

    public Mebibytes plus(Mebibytes other) {
        return new Mebibytes(Math.addExact(value, other.value));
    }

    /** What is left after taking {@code other} away; nothing when {@code other} is more. */
    public Mebibytes minusOrNone(Mebibytes other) {
        return new Mebibytes(Math.max(0, value - other.value));
    }

    public boolean fitsIn(Mebibytes capacity) {
        return value <= capacity.value;
    }

    @Override
    public int compareTo(Mebibytes other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value + " MiB";
    }
}
