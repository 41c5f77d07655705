package io.atoll.ha.facts;

import io.atoll.ha.lease.LeaseTiming;
import java.time.Duration;

/**
 * A cluster's HA settings.
 *
 * @param armed false: everything is watched, nothing is done
 * @param hostFailuresToTolerate what admission control checks for
 * @param timing of the taker; a holder's own lease counts where it announces another
 */
public record HaSettings(
        boolean armed,
        int hostFailuresToTolerate,
        LeaseTiming timing,
        Patience patience,
        Retries retries,
        Flapping flapping) {
    public static final HaSettings DEFAULT =
            new HaSettings(true, 1, LeaseTiming.TWO_CHANNELS, Patience.DEFAULT, Retries.DEFAULT, Flapping.DEFAULT);

    public HaSettings {
        if (hostFailuresToTolerate < 0) {
            throw new IllegalArgumentException(
                    "Host failures to tolerate (%d) must not be negative.".formatted(hostFailuresToTolerate));
        }
    }

    public HaSettings withArmed(boolean other) {
        return new HaSettings(other, hostFailuresToTolerate, timing, patience, retries, flapping);
    }

    /**
     * How long to wait and how much at once.
     *
     * @param storageLossDelay how long a host may be without a pool before VMs are moved for it
     * @param readyLimit how long a VM waits for those it starts after; then it goes on without them
     * @param startsPerHost how many VMs may be starting on one host
     * @param migrationsAway how many VMs leave hosts without guest network at once
     * @param stormPercent when more than this share of the hosts is silent at once, time is no proof any more
     */
    public record Patience(
            Duration storageLossDelay, Duration readyLimit, int startsPerHost, int migrationsAway, int stormPercent) {
        /** Sources: ha-monitor/docs/0002-engine.md. */
        public static final Patience DEFAULT = new Patience(Duration.ofSeconds(60), Duration.ofMinutes(5), 4, 4, 30);

        public Patience {
            Checks.notNegative("delay after a loss of storage", storageLossDelay);
            Checks.notNegative("limit for waiting until VMs are ready", readyLimit);
            if (startsPerHost < 1 || migrationsAway < 1) {
                throw new IllegalArgumentException(
                        "Starts per host (%d) and migrations at once (%d) must be at least 1."
                                .formatted(startsPerHost, migrationsAway));
            }
            if (stormPercent < 1 || stormPercent > 100) {
                throw new IllegalArgumentException(
                        "The storm guard's share (%d %%) must be from 1 to 100 %%.".formatted(stormPercent));
            }
        }
    }

    /**
     * How often a VM that fails is started again.
     *
     * @param atOnce this many times without waiting
     * @param firstDelay then after this; each further failure doubles it
     * @param longestDelay but never longer than this
     * @param forgottenAfter a VM that has run for this long has a clean record again
     */
    public record Retries(int atOnce, Duration firstDelay, Duration longestDelay, Duration forgottenAfter) {
        public static final Retries DEFAULT =
                new Retries(5, Duration.ofSeconds(30), Duration.ofMinutes(30), Duration.ofMinutes(10));

        public Retries {
            Checks.notNegative("first delay", firstDelay);
            Checks.notNegative("time until failures are forgotten", forgottenAfter);
            if (atOnce < 0 || longestDelay.compareTo(firstDelay) < 0) {
                throw new IllegalArgumentException(
                        "Tries at once (%d) must not be negative, and the longest delay (%s) not below the first (%s)."
                                .formatted(atOnce, longestDelay, firstDelay));
            }
        }

        /** How long to wait after so many failures in a row. */
        public Duration delayAfter(int failures) {
            if (failures <= atOnce) {
                return Duration.ZERO;
            }
            var delay = firstDelay;
            for (var i = atOnce + 1; i < failures && delay.compareTo(longestDelay) < 0; i++) {
                delay = delay.multipliedBy(2);
            }
            return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
        }
    }

    /**
     * When a host that comes and goes gets no VMs any more.
     *
     * @param failures so many times silent
     * @param within in this time
     * @param quarantine then no VMs for this long
     */
    public record Flapping(int failures, Duration within, Duration quarantine) {
        public static final Flapping DEFAULT = new Flapping(3, Duration.ofHours(1), Duration.ofHours(2));

        public Flapping {
            Checks.notNegative("time in which failures are counted", within);
            Checks.notNegative("quarantine", quarantine);
            if (failures < 1) {
                throw new IllegalArgumentException(
                        "Failures until a host is kept in quarantine (%d) must be at least 1.".formatted(failures));
            }
        }
    }

    /** A class of its own: were it a method of the settings, whoever needs a default of the parts first would get settings without them. */
    private static final class Checks {
        private Checks() {}

        static void notNegative(String what, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("The %s (%s) must not be negative.".formatted(what, value));
            }
        }
    }
}
