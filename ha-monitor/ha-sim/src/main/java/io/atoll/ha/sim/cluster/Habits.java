package io.atoll.ha.sim.cluster;

import io.atoll.ha.sim.host.LeasePage.AckHabit;

/**
 * How the hands of the protocol behave in a variant.
 *
 * @param acks how acknowledgements are counted
 * @param killAtMostNs how long a kill takes at most, the restart of an enforcer apart
 * @param freshRead whether the taker really reads afresh
 * @param watchesStorage whether the taker looks at the slots
 * @param sessionsDecide whether sessions, not leases, decide
 * @param readsReleased whether the leader waits until an isolated host says that it let a VM go
 */
public record Habits(
        AckHabit acks,
        long killAtMostNs,
        boolean freshRead,
        boolean watchesStorage,
        boolean sessionsDecide,
        boolean readsReleased) {
    /** What the bound K of 1 s leaves when both enforcers were killed and one had to be started first (0.2 s). */
    private static final long KILL_NS = 760_000_000L;

    private static final long SLOW_KILL_NS = 3_000_000_000L;

    public static Habits of(Variant variant) {
        var acks = switch (variant) {
            case LATE_ACKS -> AckHabit.LATE_COUNTS;
            case DEADLINE_FROM_ACK -> AckHabit.FROM_ACKNOWLEDGEMENT;
            case CORRECT, STALE_FINAL_READ, SLOW_KILL, ONE_CHANNEL, SESSION_LOSS, NO_IMAGE_LOCK, UNREAD_RELEASE ->
                AckHabit.BY_THE_RULE;
        };
        return new Habits(
                acks,
                variant == Variant.SLOW_KILL ? SLOW_KILL_NS : KILL_NS,
                variant != Variant.STALE_FINAL_READ,
                variant != Variant.ONE_CHANNEL,
                variant == Variant.SESSION_LOSS,
                variant != Variant.UNREAD_RELEASE);
    }
}
