package io.atoll.manager.alarm.internal.engine;

import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.internal.engine.Limits.Evidence;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one object stands to one definition. Time counts only between two values that followed each other: it is taken from
 * the values' own times, so a value seen twice counts once. What is longer than {@link #LONGEST_STEP} is a hole or a clock
 * set forward, what is negative a clock set back: neither counts.
 *
 * @param lastValueAt null: there was none, or a hole since
 * @param lastLookAt null: this is the first look
 * @param missing for how long there has been no value; zero while there is one
 */
public record Watched(
        Latch warning,
        Latch critical,
        @Nullable Instant lastValueAt,
        @Nullable Instant lastLookAt,
        Duration missing) {
    /** Three times the distance of samples: with more in between, something was missing. */
    static final Duration LONGEST_STEP = Duration.ofMinutes(1);
    /** After so long without a value, it is said. */
    public static final Duration NO_DATA_AFTER = Duration.ofMinutes(5);

    /** Of an object for which an alarm of this severity stands; null: none. */
    public static Watched standing(@Nullable AlarmSeverity severity) {
        return new Watched(
                Latch.at(severity != null), Latch.at(severity == AlarmSeverity.CRITICAL), null, null, Duration.ZERO);
    }

    /** The next look. Equal arguments give equal answers. */
    public Watched next(Limits limits, Reading reading, Instant now) {
        return switch (reading) {
            case Reading.Inapplicable() -> standing(null);
            case Reading.Missing() -> withoutValue(now);
            case Reading.Value(var value, var at) ->
                Double.isNaN(value) ? withoutValue(now) : with(limits, value, at, now);
        };
    }

    private Watched withoutValue(Instant now) {
        var more = lastLookAt == null ? Duration.ZERO : counted(lastLookAt, now);
        return new Watched(warning, critical, null, now, missing.plus(more));
    }

    private Watched with(Limits limits, double value, Instant at, Instant now) {
        if (at.equals(lastValueAt)) {
            return new Watched(warning, critical, at, now, Duration.ZERO);
        }
        var step = lastValueAt == null ? Duration.ZERO : counted(lastValueAt, at);
        return new Watched(
                next(warning, limits.warning(), value, step, limits),
                next(critical, limits.critical(), value, step, limits),
                at,
                now,
                Duration.ZERO);
    }

    /** A limit that is not set is never reached; an alarm that stands at it clears like any other. */
    private static Latch next(Latch latch, @Nullable Double limit, double value, Duration step, Limits limits) {
        return latch.next(limit == null ? Evidence.CLEAR : limits.evidence(value, limit), step, limits);
    }

    private static Duration counted(Instant from, Instant to) {
        var length = Duration.between(from, to);
        return length.isNegative() || length.compareTo(LONGEST_STEP) > 0 ? Duration.ZERO : length;
    }

    /** What should stand; null: nothing. */
    public @Nullable AlarmSeverity severity() {
        if (critical.up()) {
            return AlarmSeverity.CRITICAL;
        }
        return warning.up() ? AlarmSeverity.WARNING : null;
    }

    public boolean hasNoData() {
        return missing.compareTo(NO_DATA_AFTER) >= 0;
    }
}
