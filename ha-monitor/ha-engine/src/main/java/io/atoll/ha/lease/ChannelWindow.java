package io.atoll.ha.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rule T1 for one channel of one host: since when does its value stand still? Immutable. Times are nanoseconds of the watcher's own
 * clock. Source: ha-monitor/docs/0001-protocol.md.
 *
 * @param value what the last read that worked showed; null: there was none, or it counts no more
 * @param sinceNanos the end of the read that first saw this value; 0 without a value
 * @param readableSinceNanos the end of the first read after the last interruption; null: the last read did not work
 */
public record ChannelWindow(
        @Nullable ChannelValue value,
        long sinceNanos,
        @Nullable Long readableSinceNanos) {
    /** Nothing has been read yet. */
    public static final ChannelWindow UNREAD = new ChannelWindow(null, 0, null);

    public ChannelWindow {
        if (value == null) {
            sinceNanos = 0;
            readableSinceNanos = null;
        }
    }

    /** A read showed this. Telling the same read twice changes nothing. */
    public ChannelWindow seen(ChannelValue seen, long readStartNanos, long readEndNanos) {
        if (readEndNanos - readStartNanos < 0) {
            throw new IllegalArgumentException(
                    "A read that starts at %d ns cannot end at %d ns.".formatted(readStartNanos, readEndNanos));
        }
        if (!seen.equals(value)) {
            return new ChannelWindow(seen, readEndNanos, readEndNanos);
        }
        return readableSinceNanos == null ? new ChannelWindow(value, sinceNanos, readEndNanos) : this;
    }

    /** A read failed: who cannot read cannot say that nothing moved. */
    public ChannelWindow failed() {
        return UNREAD;
    }

    /**
     * A read failed on a channel whose values never come back to what they were, and whose writes are checked once more by the
     * takeover's own transaction: a value that is the same afterwards has stood still all the time. So the window goes on, but
     * {@link #settled} asks for some patience: those who live could not write meanwhile either.
     */
    public ChannelWindow interrupted() {
        return value == null ? UNREAD : new ChannelWindow(value, sinceNanos, null);
    }

    /** Whether it has been readable for so long that who lives has had the time for a renewal. */
    public boolean settled(long nowNanos, LeaseTiming timing) {
        return readableFor(timing.renewEvery(), nowNanos);
    }

    /** Whether it has been readable for this long, or ever since the value was first seen. */
    public boolean readableFor(Duration time, long nowNanos) {
        return readableSinceNanos != null
                && (readableSinceNanos == sinceNanos || nowNanos - readableSinceNanos >= time.toNanos());
    }

    /** Whether the value stood still for the window that goes with the lease its holder announced. */
    public boolean over(long nowNanos, LeaseTiming timing) {
        return value != null
                && settled(nowNanos, timing)
                && stillNanos(nowNanos) >= timing.windowFor(value.lease()).toNanos();
    }

    /** For how long the value has stood still; 0 without one. */
    public long stillNanos(long nowNanos) {
        return value == null ? 0 : Math.max(0, nowNanos - sinceNanos);
    }

    /** Whether it has stood still for longer than a healthy one ever does. */
    public boolean suspect(long nowNanos, LeaseTiming timing) {
        return value != null
                && settled(nowNanos, timing)
                && stillNanos(nowNanos) >= timing.suspectAfter().toNanos();
    }
}
