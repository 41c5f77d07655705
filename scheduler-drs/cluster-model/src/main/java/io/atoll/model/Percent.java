package io.atoll.model;

import java.util.Locale;

/** A share, kept in hundredths of a percent so that equal inputs give equal answers on every machine. May exceed 100 %. */
public record Percent(int basisPoints) implements Comparable<Percent> {
    public static final Percent ZERO = new Percent(0);

    private static final int ONE = 10_000;

    public Percent {
        if (basisPoints < 0) {
            throw new IllegalArgumentException(
                    "Percent value (%d basis points) must not be negative.".formatted(basisPoints));
        }
    }

    public static Percent of(int wholePercent) {
        return new Percent(Math.multiplyExact(wholePercent, 100));
    }

    /** {@code part} of {@code whole}, rounded; at most 100,000 %. Of nothing, nothing is 0 % and something 100 %. */
    public static Percent ofRatio(long part, long whole) {
        if (part < 0 || whole < 0) {
            throw new IllegalArgumentException("Part (%d) and whole (%d) must not be negative.".formatted(part, whole));
        }
        if (whole == 0) {
            return new Percent(part == 0 ? 0 : ONE);
        }
        var share = Math.round((double) part * ONE / whole);
        return new Percent((int) Math.min(share, 1000L * ONE));
    }

    @Override
    public int compareTo(Percent other) {
        return Integer.compare(basisPoints, other.basisPoints);
    }

    @Override
    public String toString() {
        return basisPoints % 100 == 0
                ? basisPoints / 100 + " %"
                : String.format(Locale.ROOT, "%.2f %%", basisPoints / 100.0);
    }
}
