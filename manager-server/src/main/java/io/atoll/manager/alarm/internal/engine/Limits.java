package io.atoll.manager.alarm.internal.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a value is too much, or too little, and for how long it must be. An alarm is raised at its limit and cleared beyond the
 * margin; in between everything stays as it is.
 *
 * @param whenAbove whether values at or above the limits are bad; else those at or below
 * @param warning null: there is no such limit
 * @param critical null: there is no such limit
 * @param clearMargin how far beyond the limit a value must be to clear, never negative
 */
public record Limits(
        boolean whenAbove,
        @Nullable Double warning,
        @Nullable Double critical,
        double clearMargin,
        Duration raiseAfter,
        Duration clearAfter) {
    public Limits {
        if (!(clearMargin >= 0) || raiseAfter.isNegative() || clearAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "clearMargin (%s), raiseAfter (%s) and clearAfter (%s) must not be negative."
                            .formatted(clearMargin, raiseAfter, clearAfter));
        }
    }

    /** What one value says about one limit. */
    enum Evidence {
        RAISE,
        /** Between limit and margin: neither. */
        KEEP,
        CLEAR
    }

    Evidence evidence(double value, double limit) {
        double over = whenAbove ? value - limit : limit - value;
        if (over >= 0) {
            return Evidence.RAISE;
        }
        return over < -clearMargin ? Evidence.CLEAR : Evidence.KEEP;
    }
}
