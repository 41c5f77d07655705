package io.atoll.ha.lease;

import java.time.Duration;

/**
 * The figures that holders and takers of a lease live by; their relations are checked here. Source: "Figures" in
 * ha-monitor/docs/0001-protocol.md.
 *
 * @param renewEvery R: between the starts of two renewals on a channel
 * @param ackWithin A: a renewal whose acknowledgement is seen later than this after its start does not count
 * @param lease T: VMs may run until the start of the last counted renewal and this
 * @param freezeAfter VMs are frozen this long after the start of the last counted renewal
 * @param killBound K: within this after the end of the lease nothing runs any more
 * @param clockDriftPpm eps in millionths: no two clocks differ more than this in speed from the true one
 * @param margin M: added to the taker's window
 */
public record LeaseTiming(
        Duration renewEvery,
        Duration ackWithin,
        Duration lease,
        Duration freezeAfter,
        Duration killBound,
        int clockDriftPpm,
        Duration margin) {
    /** T = 4 s, where ZooKeeper and at least one shared pool carry renewals. */
    public static final LeaseTiming TWO_CHANNELS = ofLease(Duration.ofSeconds(4));
    /** T = 20 s, where there is one channel only: its short outages must not stop VMs. */
    public static final LeaseTiming ONE_CHANNEL = ofLease(Duration.ofSeconds(20));

    private static final int MILLION = 1_000_000;
    private static final int MOST_DRIFT_PPM = 100_000;

    public LeaseTiming {
        positive("interval between renewals", renewEvery);
        positive("limit for acknowledgements", ackWithin);
        positive("lease", lease);
        positive("kill bound", killBound);
        if (clockDriftPpm < 0 || clockDriftPpm > MOST_DRIFT_PPM) {
            throw new IllegalArgumentException(
                    "The clock drift (%d ppm) must be from 0 to %d ppm.".formatted(clockDriftPpm, MOST_DRIFT_PPM));
        }
        if (freezeAfter.compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "VMs would be frozen after %s, not before the lease of %s ends. Freeze earlier."
                            .formatted(freezeAfter, lease));
        }
        var slowest = renewEvery.plus(ackWithin);
        if (slowest.compareTo(freezeAfter) >= 0) {
            throw new IllegalArgumentException(
                    ("A renewal that starts %s after the last and is acknowledged %s later comes after the freeze at %s. "
                                    + "Renew more often or take a longer lease.")
                            .formatted(renewEvery, ackWithin, freezeAfter));
        }
        if (margin.isNegative()) {
            var needed = needed(lease, killBound, clockDriftPpm);
            throw new IllegalArgumentException(
                    ("The taker's window (%s) would be shorter than lease and kill bound on drifting clocks (%s): a VM could "
                                    + "run twice. Take a margin from zero.")
                            .formatted(needed.plus(margin), needed));
        }
    }

    /** The usual figures around another lease: freeze at 0.6 T. */
    public static LeaseTiming ofLease(Duration lease) {
        return new LeaseTiming(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                lease,
                lease.multipliedBy(6).dividedBy(10),
                Duration.ofSeconds(1),
                5_000,
                Duration.ofMillis(400));
    }

    /** The window for a holder that lives by another lease than this: everything else stays as it is. */
    public Duration windowFor(Duration announcedLease) {
        return needed(announcedLease, killBound, clockDriftPpm).plus(margin);
    }

    /** W = (T + K)(1 + 2 eps) + M: how long a channel must stand still before it counts as silent. */
    public Duration window() {
        return windowFor(lease);
    }

    /** When somebody sets a window by hand: refused where it is shorter than {@link #window()}. */
    public Duration checkedWindow(Duration wanted) {
        if (wanted.compareTo(window()) < 0) {
            throw new IllegalArgumentException(
                    ("A window of %s is too short: lease %s and kill bound %s, with %d ppm of clock drift on either side and a "
                                    + "margin of %s, need %s.")
                            .formatted(wanted, lease, killBound, clockDriftPpm, margin, window()));
        }
        return wanted;
    }

    /** How long a healthy channel may stand still at most: from here on a host is suspected, no more. */
    public Duration suspectAfter() {
        return renewEvery.multipliedBy(2).plus(ackWithin);
    }

    private static Duration needed(Duration lease, Duration killBound, int clockDriftPpm) {
        var plain = lease.plus(killBound);
        var drift = Math.multiplyExact(plain.toNanos(), 2L * clockDriftPpm);
        return plain.plusNanos(Math.ceilDiv(drift, (long) MILLION));
    }

    private static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("The %s (%s) must be above zero.".formatted(what, value));
        }
    }
}
