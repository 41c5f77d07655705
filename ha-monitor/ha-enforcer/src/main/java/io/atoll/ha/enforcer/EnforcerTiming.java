package io.atoll.ha.enforcer;

import java.time.Duration;

/**
 * The figures of {@code 0001-protocol.md} that the enforcers need.
 *
 * @param lease T: how long VMs may run after the start of a counted renewal
 * @param freezeAfter when VMs are frozen, from the same start; shorter than the lease
 * @param acknowledgeWithin A: a renewal acknowledged later than this after its start does not count
 * @param emptyWithin K: how long ending the VMs may take before the hardware watchdog is let go
 * @param renewEvery R: between the starts of two renewals
 */
public record EnforcerTiming(
        Duration lease, Duration freezeAfter, Duration acknowledgeWithin, Duration emptyWithin, Duration renewEvery) {

    public static final EnforcerTiming TWO_CHANNELS = ofLease(Duration.ofSeconds(4));
    /** Where one channel alone carries the lease. */
    public static final EnforcerTiming ONE_CHANNEL = ofLease(Duration.ofSeconds(20));

    public EnforcerTiming {
        if (!acknowledgeWithin.isPositive() || !emptyWithin.isPositive() || !renewEvery.isPositive()) {
            throw new IllegalArgumentException("All times of a lease must be positive.");
        }
        if (freezeAfter.compareTo(acknowledgeWithin) < 0 || lease.compareTo(freezeAfter) <= 0) {
            throw new IllegalArgumentException(
                    "A lease (%s) must be longer than the time to freezing (%s), and that not shorter than %s."
                            .formatted(lease, freezeAfter, acknowledgeWithin));
        }
    }

    /** The usual figures around a lease of this length: frozen at 0.6 of it, and one second for everything else. */
    public static EnforcerTiming ofLease(Duration lease) {
        var second = Duration.ofSeconds(1);
        return new EnforcerTiming(lease, lease.multipliedBy(6).dividedBy(10), second, second, second);
    }
}
