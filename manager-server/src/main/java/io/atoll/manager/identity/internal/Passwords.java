package io.atoll.manager.identity.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes and compares passwords with bcrypt, cost 10 (OWASP's minimum), which reads 72 bytes at most; longer ones are
 * refused instead of cut. Few at a time, so that many log-ins cannot starve everything else of CPU; who waits for their turn
 * must hold nothing, so never call this inside a transaction.
 */
@Component
public class Passwords {
    private static final int SHORTEST_CHARS = 10;
    private static final int LONGEST_BYTES = 72;
    /** Whoever floods the log-in makes others wait no longer than this, and hears no instead of piling up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(10);
    private final Semaphore atOnce = new Semaphore(mostAtOnce(), true);
    private final String hashOfNobody = encoder.encode("nobody has this password");

    public String hash(String password) {
        return limited(() -> encoder.encode(password));
    }

    public boolean matches(String password, String hash) {
        return bytes(password) <= LONGEST_BYTES && limited(() -> encoder.matches(password, hash));
    }

    /** Takes as long as comparing does, so that time does not tell whether a user exists. */
    public void pretendToMatch(String password) {
        boolean ignored = matches(password, hashOfNobody);
        if (ignored) {
            throw new IllegalStateException("Nobody's password must match nobody.");
        }
    }

    /** Refuses a new password that is too short, too long, or the user's name. */
    public static void check(InputCheck input, String field, String password, String username) {
        int bytes = bytes(password);
        input.require(
                isLongEnough(password),
                field,
                "A password needs at least %d characters, not only spaces.".formatted(SHORTEST_CHARS));
        input.require(
                bytes <= LONGEST_BYTES,
                field,
                "The password has %d bytes in UTF-8; at most %d can be used.".formatted(bytes, LONGEST_BYTES));
        input.require(
                StandardCharsets.UTF_8.newEncoder().canEncode(password),
                field,
                "The password holds half a character (an unpaired surrogate).");
        input.require(
                password.indexOf('\0') < 0 && !password.equalsIgnoreCase(username),
                field,
                "The password must not be the user name and must not contain NUL.");
    }

    /** Whether {@link #check} would take the password of somebody with another name. */
    public static boolean fits(String password) {
        return isLongEnough(password) && bytes(password) <= LONGEST_BYTES && password.indexOf('\0') < 0;
    }

    private static boolean isLongEnough(String password) {
        return !password.isBlank() && password.codePointCount(0, password.length()) >= SHORTEST_CHARS;
    }

    private static int bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }

    /** How many wait for their turn to hash or compare. */
    int waiting() {
        return atOnce.getQueueLength();
    }

    /** How many may hash or compare at once. */
    static int mostAtOnce() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    <T> T limited(Supplier<T> work) {
        if (!entered()) {
            throw AtollException.retryLater(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "Too many passwords wait to be compared; try again in a moment.",
                    Duration.ofSeconds(5));
        }
        try {
            return work.get();
        } finally {
            atOnce.release();
        }
    }

    private boolean entered() {
        try {
            return atOnce.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
