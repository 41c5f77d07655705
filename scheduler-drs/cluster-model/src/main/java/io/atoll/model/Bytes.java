package io.atoll.model;

/** An amount of storage or transferred data in bytes. Never negative. */
public record Bytes(long value) implements Comparable<Bytes> {
    public static final Bytes NONE = new Bytes(0);

    public Bytes {
        if (value < 0) {
            throw new IllegalArgumentException("Bytes value (%d) must not be negative.".formatted(value));
        }
    }

    public static Bytes ofMebibytes(long mebibytes) {
        return new Bytes(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static Bytes ofGibibytes(long gibibytes) {
        return new Bytes(Math.multiplyExact(gibibytes, 1L << 30));
    }

    public static Bytes ofTebibytes(long tebibytes) {
        return new Bytes(Math.multiplyExact(tebibytes, 1L << 40));
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(value, other.value));
    }

    /** What is left after taking {@code other} away; nothing when {@code other} is more. */
    public Bytes minusOrNone(Bytes other) {
        return new Bytes(Math.max(0, value - other.value));
    }

    public boolean fitsIn(Bytes capacity) {
        return value <= capacity.value;
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value == 1 ? "1 byte" : value + " bytes";
    }
}
