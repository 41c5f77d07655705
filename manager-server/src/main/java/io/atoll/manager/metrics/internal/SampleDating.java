package io.atoll.manager.metrics.internal;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells when a host's sample was taken. Its own clock is believed while it agrees with this manager's; a message that is late
 * is told from a clock that is slow by the other messages of the last minute or two, which cannot all be late. One stream uses it.
 */
final class SampleDating {
    /** Clocks that differ by less agree. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);
    /** An agent keeps only its newest sample, and a silent stream is cut before: nothing is honestly later than this. */
    static final Duration LATEST = Duration.ofSeconds(60);

    private static final Duration WINDOW = Duration.ofSeconds(60);

    private long windowBeganMs = Long.MIN_VALUE;
    private long leastDelayMs = Long.MAX_VALUE;
    private long leastDelayBeforeMs = Long.MAX_VALUE;

    /** When a sample was taken; {@code clockOff} says that this is the time of its receipt, for want of a better one. */
    record Date(Instant at, boolean clockOff) {}

    Date date(long hostClockMs, Instant receivedAt) {
        long receivedMs = receivedAt.toEpochMilli();
        long delayMs = receivedMs - hostClockMs;
        note(receivedMs, delayMs);
        long usualDelayMs = Math.min(leastDelayMs, leastDelayBeforeMs);
        boolean clockAgrees = Math.abs(usualDelayMs) <= TOLERANCE.toMillis();
        boolean possible = delayMs >= -TOLERANCE.toMillis() && delayMs <= LATEST.toMillis();
        return possible && clockAgrees
                ? new Date(Instant.ofEpochMilli(hostClockMs), false)
                : new Date(receivedAt, true);
    }

    /** Keeps the least delay of this window and the one before. */
    private void note(long receivedMs, long delayMs) {
        if (windowBeganMs == Long.MIN_VALUE || receivedMs < windowBeganMs) {
            windowBeganMs = receivedMs;
            leastDelayMs = Long.MAX_VALUE;
            leastDelayBeforeMs = Long.MAX_VALUE;
        } else if (receivedMs - windowBeganMs >= WINDOW.toMillis()) {
            leastDelayBeforeMs = leastDelayMs;
            leastDelayMs = Long.MAX_VALUE;
            windowBeganMs = receivedMs;
        }
        leastDelayMs = Math.min(leastDelayMs, delayMs);
    }
}
