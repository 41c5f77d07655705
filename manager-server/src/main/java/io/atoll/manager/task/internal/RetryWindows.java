package io.atoll.manager.task.internal;

import io.atoll.manager.task.OperationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How long, and with which pauses, operations whose agent is away are tried again. Starts afresh with a new leader. */
final class RetryWindows {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Clock clock;
    private final ConcurrentMap<OperationId, Tries> tries = new ConcurrentHashMap<>();

    RetryWindows(Clock clock) {
        this.clock = clock;
    }

    /** The pause before the next try; empty when the window is over, and then the operation starts afresh. */
    Optional<Duration> next(OperationId operation, Duration window) {
        var now = clock.instant();
        var last = tries.get(operation);
        if (last != null && now.isAfter(last.first.plus(window))) {
            tries.remove(operation);
            return Optional.empty();
        }
        var pause = last == null ? FIRST_PAUSE : shorter(last.pause.multipliedBy(2), LONGEST_PAUSE);
        tries.put(operation, new Tries(last == null ? now : last.first, pause));
        return Optional.of(pause);
    }

    void forget(OperationId operation) {
        tries.remove(operation);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private record Tries(Instant first, Duration pause) {}
}
