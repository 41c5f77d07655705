package io.atoll.model;

/** An amount of CPU in thousandths of one logical processor. Never negative. */
public record MilliCores(long value) implements Comparable<MilliCores> {
    public static final MilliCores NONE = new MilliCores(0);

    public MilliCores {
        if (value < 0) {
            throw new IllegalArgumentException("MilliCores value (%d) must not be negative.".formatted(value));
        }
    }

    public static MilliCores ofCores(long cores) {
        return new MilliCores(Math.multiplyExact(cores, 1000L));
    }

    public MilliCores plus(MilliCores other) {
        return new MilliCores(Math.addExact(value, other.value));
    }

    /** What is left after taking {@code other} away; nothing when {@code other} is more. */
    public MilliCores minusOrNone(MilliCores other) {
        return new MilliCores(Math.max(0, value - other.value));
    }

    public boolean fitsIn(MilliCores capacity) {
        return value <= capacity.value;
    }

    @Override
    public int compareTo(MilliCores other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value + " millicores";
    }
}
