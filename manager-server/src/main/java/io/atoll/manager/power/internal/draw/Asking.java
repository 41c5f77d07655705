package io.atoll.manager.power.internal.draw;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a controller is to be asked again for what its host draws. Pure. Controllers are slow, few like to be asked, and many
 * lock an account after a handful of refused logins: one that refused is left alone until somebody sets its control anew.
 *
 * @param outcome what the last question came to
 * @param atNanos when it was asked
 * @param configuredAt since when the control was what it was then
 */
public record Asking(Outcome outcome, long atNanos, Instant configuredAt) {
    private static final Duration WHERE_NOTHING_IS_OFFERED = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    /** What a question came to. */
    public enum Outcome {
        MEASURED,
        /** The controller has no such figure. */
        NOT_OFFERED,
        /** No answer, or none that can be read. */
        FAILED,
        /** Login or certificate is not accepted. */
        REFUSED
    }

    /**
     * Whether the time has come.
     *
     * @param last null: it was never asked
     */
    public static boolean isDue(@Nullable Asking last, Instant configuredAt, long nowNanos) {
        if (last == null || !last.configuredAt.equals(configuredAt)) {
            return true;
        }
        return switch (last.outcome) {
            case MEASURED -> true;
            case NOT_OFFERED -> last.isOlderThan(WHERE_NOTHING_IS_OFFERED, nowNanos);
            case FAILED -> last.isOlderThan(AFTER_FAILURE, nowNanos);
            case REFUSED -> false;
        };
    }

    private boolean isOlderThan(Duration age, long nowNanos) {
        return nowNanos - atNanos >= age.toNanos();
    }
}
