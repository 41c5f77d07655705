package io.atoll.model.cluster;

/** An amount of processing power: cycles per microsecond, summed over cores. Finite and never negative. */
public record Megahertz(double value) implements Comparable<Megahertz> {
    public static final Megahertz NONE = new Megahertz(0);

    public Megahertz {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("Megahertz value (%s) must be a number from 0.".formatted(value));
        }
        value += 0.0; // -0.0 and 0.0 are the same amount
    }

    @Override
    public int compareTo(Megahertz other) {
        return Double.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value == Math.rint(value) && value < 1e15 ? (long) value + " MHz" : value + " MHz";
    }
}
