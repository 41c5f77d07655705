package io.atoll.manager.identity.internal;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Lets the log-ins of one user from one address go one after the other, so that a hundred guesses sent at once are counted
 * like a hundred sent in turn.
 */
@Component
class LoginTurns {
    private static final int LINES = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock[] lines =
            Stream.generate(() -> new ReentrantLock(true)).limit(LINES).toArray(ReentrantLock[]::new);

    <T> T inTurn(String username, String address, Supplier<T> work) {
        var line = lines[Math.floorMod(Objects.hash(username.toLowerCase(Locale.ROOT), address), LINES)];
        if (!entered(line)) {
            throw AtollException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "Too many log-ins wait for their turn; try again in a moment.",
                    Duration.ofSeconds(5));
        }
        try {
            return work.get();
        } finally {
            line.unlock();
        }
    }

    private static boolean entered(ReentrantLock line) {
        try {
            return line.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
