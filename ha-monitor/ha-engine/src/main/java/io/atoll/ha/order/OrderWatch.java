package io.atoll.ha.order;

import io.atoll.ha.lease.LeaseTiming;
import org.jspecify.annotations.Nullable;

/**
 * Rule O2: a host obeys an order only when it has seen it move. The leader writes it again and again for as long as it wants it, so one
 * that stands still is left over from a time that has passed. Immutable. Source: ha-monitor/docs/0001-protocol.md.
 *
 * @param last what was seen last; null: nothing yet
 * @param moved whether the last look saw something newer than the look before
 */
public record OrderWatch(@Nullable OrderStamp last, boolean moved) {
    /** Of a host that has looked at no order yet, or has just been heard by ZooKeeper. */
    public static final OrderWatch NEW = new OrderWatch(null, false);

    /** A look showed this; one from a leader that has been replaced since changes nothing. */
    public OrderWatch seen(OrderStamp stamp) {
        if (last == null) {
            return new OrderWatch(stamp, false);
        }
        return stamp.equals(last) || stamp.leaderEpoch().isOlderThan(last.leaderEpoch())
                ? new OrderWatch(last, false)
                : new OrderWatch(stamp, true);
    }

    /**
     * Rule O1: orders on a pool are for a host that ZooKeeper has not heard for W, by its own clock.
     *
     * @param lastBeatNanos the start of its last counted beat
     */
    public static boolean isAlone(long lastBeatNanos, long nowNanos, LeaseTiming timing) {
        return nowNanos - lastBeatNanos >= timing.window().toNanos();
    }

    /**
     * Rule O1 as well: an agent that stood still, or has just been started, first gives its own beats the time to be heard.
     *
     * @param aloneSinceNanos when the host first found itself alone, looking
     */
    public static boolean isSureToBeAlone(long aloneSinceNanos, long nowNanos, LeaseTiming timing) {
        return nowNanos - aloneSinceNanos >= timing.suspectAfter().toNanos();
    }
}
