package io.atoll.drs.core;

/** Pseudo-random numbers from a seed (SplitMix64): the same seed throws the same numbers everywhere. */
public final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private long state;

    public Dice(long seed) {
        state = seed * GOLDEN + GOLDEN;
    }

    private long next() {
        state += GOLDEN;
        var z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** From 0 to below {@code bound}. */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** From 0 to below 1. */
    public double share() {
        return (next() >>> 11) * 0x1.0p-53;
    }
}
