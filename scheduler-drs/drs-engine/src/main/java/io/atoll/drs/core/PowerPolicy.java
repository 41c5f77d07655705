package io.atoll.drs.core;

/**
 * What a day of saving power is worth. Energy, migrations and moments of overload are weighed against each other over the hours
 * for which a decision is likely to last.
 *
 * @param wattHoursPerMove how much energy is worth one more migration: the more, the more hosts stay awake and the less moves
 * @param horizonHours how long a host that is emptied or woken is expected to stay so
 * @param minutesPerSample time between two samples of the demand histories, and between two questions
 * @param copyShare how much of the price of a move follows what it copies and interrupts (0 to 1); the rest is the same for all
 */
public record PowerPolicy(double wattHoursPerMove, double horizonHours, double minutesPerSample, double copyShare) {
    public static final PowerPolicy DEFAULT = new PowerPolicy(22, 5, 5, 0.1);

    public static final double LEAST_PRICE = 0.1;
    public static final double MOST_PRICE = 1e6;

    private static final double MINUTES_PER_HOUR = 60;

    public PowerPolicy {
        within("wattHoursPerMove", wattHoursPerMove, LEAST_PRICE, MOST_PRICE);
        within("horizonHours", horizonHours, 0.1, 1000);
        within("minutesPerSample", minutesPerSample, 0.1, 1440);
        within("copyShare", copyShare, 0, 1);
    }

    private static void within(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "The power policy's %s (%s) must be a number from %s to %s.".formatted(what, value, least, most));
        }
    }

    double horizonSamples() {
        return horizonHours * MINUTES_PER_HOUR / minutesPerSample;
    }

    int samplesPerDay() {
        return (int) Math.round(24 * MINUTES_PER_HOUR / minutesPerSample);
    }
}
