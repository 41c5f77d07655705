package io.atoll.model.cluster;

import java.util.Arrays;

/** Watts a host draws at 0, 10 … 100 % of its processing power; a straight line between. An empty host that is off draws none. */
public final class PowerModel {
    private static final int POINTS = 11;
    private static final double STEPS = POINTS - 1;

    private final double[] watts;

    private PowerModel(double[] watts) {
        this.watts = watts;
    }

    public static PowerModel ofCurve(double... watts) {
        if (watts.length != POINTS) {
            throw new IllegalArgumentException(
                    "A power curve has %d points, one for every 10 %% of load from 0 to 100, not %d."
                            .formatted(POINTS, watts.length));
        }
        for (var value : watts) {
            if (!(value >= 0 && value <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("Watts (%s) must be a number from 0.".formatted(value));
            }
        }
        return new PowerModel(watts.clone());
    }

    public static PowerModel ofLine(double idleWatts, double peakWatts) {
        var curve = new double[POINTS];
        for (var i = 0; i < POINTS; i++) {
            curve[i] = idleWatts + (peakWatts - idleWatts) * i / STEPS;
        }
        return ofCurve(curve);
    }

    /** Watts at this share of the host's processing power; more than all of it draws no more than all of it. */
    public double wattsAt(double load) {
        var position = Math.min(1, Math.max(0, load)) * STEPS;
        var below = Math.min(POINTS - 2, (int) position);
        return watts[below] + (watts[below + 1] - watts[below]) * (position - below);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PowerModel model && Arrays.equals(watts, model.watts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(watts);
    }

    @Override
    public String toString() {
        return Arrays.toString(watts) + " W";
    }
}
