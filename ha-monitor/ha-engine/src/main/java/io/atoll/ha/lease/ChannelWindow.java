package io.atoll.ha.lease;

import org.jspecify.annotations.Nullable;

/**
 * Rule T1 for one channel of one host: since when does its value stand still? Immutable. Times are nanoseconds of the watcher's own
 * clock. Source: ha-monitor/docs/0001-protocol.md.
 *
 * @param value what the last read showed; null: the last read failed, or there was none
 * @param sinceNanos the end of the read that first saw this value; 0 without a value
 */
public record ChannelWindow(@Nullable ChannelValue value, long sinceNanos) {
    /** Nothing has been read yet. */
    public static final ChannelWindow UNREAD = new ChannelWindow(null, 0);

    public ChannelWindow {
        if (value == null) {
            sinceNanos = 0;
        }
    }

    /** A read showed this. Telling the same read twice changes nothing. */
    public ChannelWindow seen(ChannelValue seen, long readStartNanos, long readEndNanos) {
        if (readEndNanos - readStartNanos < 0) {
            throw new IllegalArgumentException(
                    "A read that starts at %d ns cannot end at %d ns.".formatted(readStartNanos, readEndNanos));
        }
        return seen.equals(value) ? this : new ChannelWindow(seen, readEndNanos);
    }

    /** A read failed: who cannot read cannot say that nothing moved. */
    public ChannelWindow failed() {
        return UNREAD;
    }

    /** Whether the value stood still for the window that goes with the lease its holder announced. */
    public boolean over(long nowNanos, LeaseTiming timing) {
        return value != null
                && stillNanos(nowNanos) >= timing.windowFor(value.lease()).toNanos();
    }

    /** For how long the value has stood still; 0 without one. */
    public long stillNanos(long nowNanos) {
        return value == null ? 0 : Math.max(0, nowNanos - sinceNanos);
    }

    /** Whether it has stood still for longer than a healthy one ever does. */
    public boolean suspect(long nowNanos, LeaseTiming timing) {
        return value != null && stillNanos(nowNanos) >= timing.suspectAfter().toNanos();
    }
}
