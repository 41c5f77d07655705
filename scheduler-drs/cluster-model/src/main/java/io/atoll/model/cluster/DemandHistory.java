package io.atoll.model.cluster;

import java.util.Arrays;

/** CPU demand of one VM in the past, in MHz: equally spaced samples, newest last. Compared by value. */
public final class DemandHistory {
    public static final DemandHistory NONE = new DemandHistory(new double[0]);

    private final double[] samplesMhz;

    private DemandHistory(double[] samplesMhz) {
        this.samplesMhz = samplesMhz;
    }

    public static DemandHistory of(double... samplesMhz) {
        for (var sample : samplesMhz) {
            if (!(sample >= 0 && sample <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "A demand sample (%s MHz) must be a number from 0.".formatted(sample));
            }
        }
        return samplesMhz.length == 0 ? NONE : new DemandHistory(samplesMhz.clone());
    }

    public int sampleCount() {
        return samplesMhz.length;
    }

    /** The sample {@code age} steps before the newest; age 0 is the newest. */
    public double mhzAgo(int age) {
        return samplesMhz[samplesMhz.length - 1 - age];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DemandHistory history && Arrays.equals(samplesMhz, history.samplesMhz);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samplesMhz);
    }

    @Override
    public String toString() {
        return samplesMhz.length + " samples";
    }
}
