package io.atoll.manager.metrics.internal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mean that newer values move more: one of {@code WINDOW} ago has 37 % of the weight of the newest. Needs no list of values, and
 * takes any distance between them.
 *
 * @param at when the newest value was measured
 */
record RecentMean(Instant at, double value) {
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** The mean with one more value; null: that is not a number, so nothing is known until the next. */
    static @Nullable RecentMean after(@Nullable RecentMean before, Instant at, double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        if (before == null || !isRecent(before.at, at)) {
            return new RecentMean(at, value);
        }
        var passed = (double) Duration.between(before.at, at).toMillis() / WINDOW.toMillis();
        return new RecentMean(at, before.value + (1 - Math.exp(-passed)) * (value - before.value));
    }

    /** After a pause, or with a clock that was set back, it begins anew. */
    private static boolean isRecent(Instant before, Instant at) {
        return !at.isBefore(before) && Duration.between(before, at).compareTo(SampleStore.FRESH) < 0;
    }
}
