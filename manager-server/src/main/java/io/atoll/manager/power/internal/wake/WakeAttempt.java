package io.atoll.manager.power.internal.wake;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that a host was to be woken.
 *
 * @param task which did it
 * @param at when it ended
 * @param test whether somebody only wanted to know
 * @param took from the order to an agent that answers; null: it failed
 * @param failure why it failed; null: it did not
 */
public record WakeAttempt(
        UUID task,
        Instant at,
        boolean test,
        @Nullable Duration took,
        @Nullable Failure failure) {
    public WakeAttempt {
        if ((took == null) == (failure == null)) {
            throw new IllegalArgumentException(
                    "A wake has either a time (%s) or a failure (%s).".formatted(took, failure));
        }
    }

    /** {@code code} is an error code. */
    public record Failure(String code, String detail) {}

    public static WakeAttempt succeeded(UUID task, Instant at, boolean test, Duration took) {
        return new WakeAttempt(task, at, test, took, null);
    }

    public static WakeAttempt failed(UUID task, Instant at, boolean test, Failure failure) {
        return new WakeAttempt(task, at, test, null, failure);
    }
}
