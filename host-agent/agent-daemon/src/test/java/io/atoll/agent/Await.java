package io.atoll.agent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;

/** Waits for a condition; the limit is only there so that a broken test ends. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Await() {}

    /** Something that becomes true. */
    @FunctionalInterface
    public interface Condition {
        boolean isMet() throws Exception;
    }

    public static void until(String what, Condition condition) {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                if (condition.isMet()) {
                    return;
                }
            } catch (Exception e) {
                throw new AssertionError("Waiting for " + what, e);
            }
            if (System.nanoTime() > end) {
                Assertions.fail("Waited " + LIMIT.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
