package io.atoll.manager.alarm.internal.engine;

import io.atoll.manager.alarm.internal.engine.Limits.Evidence;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One limit: up or down, and for how long all evidence has spoken for the other side.
 *
 * @param against null: the last evidence did not
 */
record Latch(boolean up, @Nullable Duration against) {
    static Latch at(boolean up) {
        return new Latch(up, null);
    }

    /** @param step how much time lies between this evidence and the last */
    Latch next(Evidence evidence, Duration step, Limits limits) {
        if (evidence != (up ? Evidence.CLEAR : Evidence.RAISE)) {
            return at(up);
        }
        var total = against == null ? Duration.ZERO : against.plus(step);
        return total.compareTo(up ? limits.clearAfter() : limits.raiseAfter()) >= 0 ? at(!up) : new Latch(up, total);
    }
}
