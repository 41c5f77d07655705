package io.atoll.drs.power;

import io.atoll.drs.core.PowerPolicy;
import io.atoll.model.cluster.Limits;
import java.time.Duration;

/**
 * How a cluster saves power.
 *
 * @param spareHosts so many hosts may fail and their VMs must still find room: what high availability tolerates, and what an
 *     administrator wants beyond it
 * @param mostParkedPerRound how many hosts one round may send to sleep
 * @param times when hosts may sleep
 * @param policy what a migration is worth, see {@link WhyAwake.NotWorthIt}; its minutes per sample are those of the VMs' histories
 */
public record PowerSettings(
        Band band, Windows windows, int spareHosts, int mostParkedPerRound, ParkingTimes times, PowerPolicy policy) {
    /**
     * One spare host, one host at a time, at any time of the week; band and windows are those of vSphere. A migration is worth what
     * an idle host of 100 W draws in less than three minutes, so that one with a hundred VMs may still sleep for five hours.
     */
    public static final PowerSettings USUAL = new PowerSettings(
            Band.USUAL,
            Windows.USUAL,
            1,
            1,
            ParkingTimes.ALWAYS,
            new PowerPolicy(4, 5, PowerPolicy.DEFAULT.minutesPerSample(), PowerPolicy.DEFAULT.copyShare()));

    public PowerSettings {
        if (spareHosts < 0 || spareHosts > Limits.MOST_SPARE_HOSTS) {
            throw new IllegalArgumentException(
                    "Spare hosts (%d) must be from 0 to %d.".formatted(spareHosts, Limits.MOST_SPARE_HOSTS));
        }
        if (mostParkedPerRound < 1) {
            throw new IllegalArgumentException(
                    "Hosts parked per round (%d) must be at least 1.".formatted(mostParkedPerRound));
        }
    }

    /**
     * The use of hosts that is aimed at, in percent of CPU and of memory: below it hosts may sleep, above it one wakes. The usual band,
     * 63 ± 18 %, is that of vSphere (Broadcom KB 310527).
     */
    public record Band(double lowPercent, double highPercent) {
        public static final Band USUAL = new Band(45, 81);

        public Band {
            if (!(lowPercent >= 0 && lowPercent < highPercent && highPercent <= 100)) {
                throw new IllegalArgumentException(
                        "The band (%s %% to %s %%) must rise, between 0 and 100.".formatted(lowPercent, highPercent));
            }
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
        return new PowerSettings(other, windows, spareHosts, mostParkedPerRound, times, policy);
    }

    public PowerSettings with(Windows other) {
        return new PowerSettings(band, other, spareHosts, mostParkedPerRound, times, policy);
    }

    public PowerSettings with(ParkingTimes other) {
        return new PowerSettings(band, windows, spareHosts, mostParkedPerRound, other, policy);
    }

    public PowerSettings with(PowerPolicy other) {
        return new PowerSettings(band, windows, spareHosts, mostParkedPerRound, times, other);
    }

    public PowerSettings withSpareHosts(int count) {
        return new PowerSettings(band, windows, count, mostParkedPerRound, times, policy);
    }

    public PowerSettings withMostParkedPerRound(int count) {
        return new PowerSettings(band, windows, spareHosts, count, times, policy);
    }
}
