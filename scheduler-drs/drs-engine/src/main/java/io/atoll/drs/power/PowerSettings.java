package io.atoll.drs.power;

import io.atoll.drs.core.PowerPolicy;
import io.atoll.model.cluster.Limits;
import java.time.Duration;

/**
 * How a cluster saves power.
 *
 * @param spareHosts so many hosts may fail and their VMs must still find room: what high availability tolerates, and what an
 *     administrator wants beyond it
 * @param pace how many hosts one round may send to sleep
 * @param times when hosts may sleep
 * @param policy what a migration is worth, see {@link WhyAwake.NotWorthIt}; its minutes per sample are those of the VMs' histories
 */
public record PowerSettings(
        Band band, Windows windows, int spareHosts, Pace pace, ParkingTimes times, PowerPolicy policy) {
    /**
     * One spare host, at the usual pace, at any time of the week; band and windows are those of vSphere. A migration is worth what
     * an idle host of 100 W draws in less than three minutes, so that one with a hundred VMs may still sleep for five hours.
     */
    public static final PowerSettings USUAL = new PowerSettings(
            Band.USUAL,
            Windows.USUAL,
            1,
            Pace.USUAL,
            ParkingTimes.ALWAYS,
            new PowerPolicy(4, 5, PowerPolicy.DEFAULT.minutesPerSample(), PowerPolicy.DEFAULT.copyShare()));

    public PowerSettings {
        if (spareHosts < 0 || spareHosts > Limits.MOST_SPARE_HOSTS) {
            throw new IllegalArgumentException(
                    "Spare hosts (%d) must be from 0 to %d.".formatted(spareHosts, Limits.MOST_SPARE_HOSTS));
        }
    }

    /**
     * How many hosts one round may send to sleep: so many, or so large a share of those that are awake, whichever is more. A number
     * alone is either rash for a few hosts or takes hours for hundreds.
     *
     * @param most never more than so many
     */
    public record Pace(int hosts, double awakeShare, int most) {
        public static final Pace ONE_BY_ONE = new Pace(1, 0);
        /** One by one below eight hosts, and at most a quarter of them beyond. */
        public static final Pace USUAL = new Pace(1, 0.25);
        /** The same, and no more than can be emptied side by side: half of what a manager does at the same time. */
        public static final Pace TOGETHER = new Pace(1, 0.25, 32);

        public Pace(int hosts, double awakeShare) {
            this(hosts, awakeShare, Integer.MAX_VALUE);
        }

        public Pace {
            if (most < hosts) {
                throw new IllegalArgumentException(
                        "The most hosts parked per round (%d) must not be below %d.".formatted(most, hosts));
            }
            if (hosts < 1) {
                throw new IllegalArgumentException("Hosts parked per round (%d) must be at least 1.".formatted(hosts));
            }
            if (!(awakeShare >= 0 && awakeShare < 1)) {
                throw new IllegalArgumentException(
                        "The share of hosts parked per round (%s) must be from 0 to below 1.".formatted(awakeShare));
            }
        }

        int most(int awake) {
            return Math.min(most, Math.max(hosts, (int) (awakeShare * awake)));
        }
    }

    /**
     * The use of hosts that is aimed at, in percent of CPU and of memory: below it hosts may sleep, above it one wakes. Within it one
     * may sleep where all others together have room for its VMs ({@link #roomyPercent}). The usual band,
     * 63 ± 18 %, is that of vSphere (Broadcom KB 310527).
     */
    public record Band(double lowPercent, double highPercent) {
        public static final Band USUAL = new Band(45, 81);

        /** This part of the band stays free above those that remain, where a host within it is sent to sleep. */
        private static final double FREE_PART = 0.25;

        public Band {
            if (!(lowPercent >= 0 && lowPercent < highPercent && highPercent <= 100)) {
                throw new IllegalArgumentException(
                        "The band (%s %% to %s %%) must rise, between 0 and 100.".formatted(lowPercent, highPercent));
            }
        }

        /** Up to here all others together may be used without a host that is itself within the band: 72 % of the usual one. */
        double roomyPercent() {
            return highPercent - FREE_PART * (highPercent - lowPercent);
        }
    }

    /**
     * For how long something has to be so before anything is done. The usual windows for waking and parking are those of vSphere
     * (VMware vSphere Resource Management).
     *
     * @param wake a host above the band for this long wakes another
     * @param park a host below the band for this long may be parked
     * @param minimumUp so long a host stays awake at least
     * @param horizon nobody is parked whom the forecast would wake again within this time
     */
    public record Windows(Duration wake, Duration park, Duration minimumUp, Duration horizon) {
        public static final Windows USUAL =
                new Windows(Duration.ofMinutes(5), Duration.ofMinutes(40), Duration.ofMinutes(30), Duration.ofHours(1));

        public Windows {
            if (!wake.isPositive() || !park.isPositive() || minimumUp.isNegative() || horizon.isNegative()) {
                throw new IllegalArgumentException(
                        "Windows for waking (%s) and parking (%s) must be above zero, minimum up time (%s) and horizon (%s) not below it."
                                .formatted(wake, park, minimumUp, horizon));
            }
        }
    }

    public PowerSettings with(Band other) {
        return new PowerSettings(other, windows, spareHosts, pace, times, policy);
    }

    public PowerSettings with(Windows other) {
        return new PowerSettings(band, other, spareHosts, pace, times, policy);
    }

    public PowerSettings with(ParkingTimes other) {
        return new PowerSettings(band, windows, spareHosts, pace, other, policy);
    }

    public PowerSettings with(PowerPolicy other) {
        return new PowerSettings(band, windows, spareHosts, pace, times, other);
    }

    public PowerSettings withSpareHosts(int count) {
        return new PowerSettings(band, windows, count, pace, times, policy);
    }

    public PowerSettings with(Pace other) {
        return new PowerSettings(band, windows, spareHosts, other, times, policy);
    }
}
