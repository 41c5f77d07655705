package io.atoll.ha.sim.world;

/** Chance from a seed (SplitMix64, Steele, Lea and Flood 2014). The same seed throws the same numbers everywhere. */
public final class Dice {
    private long state;

    public Dice(long seed) {
        state = seed;
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        var mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A die of its own for one part of the world, so that what one part throws moves no other part's throws. */
    public Dice split() {
        return new Dice(next());
    }

    /** From 0 to {@code bound} - 1. */
    public int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    /** From {@code low} to {@code high}, both possible. */
    public long between(long low, long high) {
        return low + (next() >>> 1) % (high - low + 1);
    }

    /** Yes in {@code perMille} of 1,000 throws. */
    public boolean chance(int perMille) {
        return below(1000) < perMille;
    }

    /** From 0 to 1, without 1. */
    public double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }
}
