package io.atoll.manager.task.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.task.*}.
 *
 * @param concurrency how many tasks have a step called at the same time; the others wait their turn
 * @param retryWindow how long a step is tried again while an agent cannot be reached
 * @param undoRetryWindow the same while a step is being undone
 * @param longestPause after which a step that goes on is looked at again, however long it may wait; tests wait less
 */
@ConfigurationProperties("atoll.task")
record TaskProperties(
        @DefaultValue("64") int concurrency,
        @DefaultValue("2m") Duration retryWindow,
        @DefaultValue("5m") Duration undoRetryWindow,
        @DefaultValue("1m") Duration longestPause) {
    private static final int MOST_AT_ONCE = 1024;

    TaskProperties {
        if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
            throw new IllegalArgumentException("atoll.task.concurrency (%d) must be between 1 and %d. Maybe use 64."
                    .formatted(concurrency, MOST_AT_ONCE));
        }
        if (retryWindow.isNegative() || undoRetryWindow.isNegative()) {
            throw new IllegalArgumentException(
                    "atoll.task.retry-window (%s) and atoll.task.undo-retry-window (%s) must not be negative."
                            .formatted(retryWindow, undoRetryWindow));
        }
        if (!longestPause.isPositive()) {
            throw new IllegalArgumentException(
                    "atoll.task.longest-pause (%s) must be more than nothing. Maybe use 1m.".formatted(longestPause));
        }
    }

    /** The pause that a step wants before it is looked at again, or the longest. */
    Duration pause(Duration wanted) {
        return wanted.compareTo(longestPause) < 0 ? wanted : longestPause;
    }
}
