package io.atoll.agent;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does things again and again, each on its own virtual thread: one that hangs holds up nothing but itself. */
final class Repeating implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("atoll-timer").factory());

    /** Runs {@code task} every {@code interval} and skips a turn while the last one still runs. */
    void every(Duration interval, String name, Runnable task) {
        var busy = new AtomicBoolean();
        var failing = new AtomicBoolean();
        Runnable turn = () -> {
            try {
                task.run();
                failing.set(false);
            } catch (RuntimeException e) {
                if (!failing.getAndSet(true)) {
                    LOG.warn("A repeated task failed and will be tried again task={}", name, e);
                }
            } finally {
                busy.set(false);
            }
        };
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    if (busy.compareAndSet(false, true)) {
                        Thread.ofVirtual().name(name).start(turn);
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
