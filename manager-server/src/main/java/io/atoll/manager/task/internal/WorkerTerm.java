package io.atoll.manager.task.internal;

import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.internal.TaskEngine.Next;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of leadership of the worker. A task is driven by at most one thread; a wake-up while it is being driven makes
 * it driven once more. Ending the term interrupts nobody: what still runs fails at the fence when it wants to write.
 */
final class WorkerTerm {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerTerm.class);

    /** Wake-ups come by signal; this only bounds the harm of one that was lost. */
    private static final Duration LOOK_AT_ALL_EVERY = Duration.ofSeconds(30);

    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);

    private enum Drive {
        ONCE,
        AGAIN
    }

    private final TaskEngine engine;
    private final TaskReader reader;
    private final Semaphore permits;
    private final ConcurrentMap<TaskId, Drive> driven = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("atoll-task-timer").factory());
    private volatile boolean ended;

    WorkerTerm(TaskEngine engine, TaskReader reader, int concurrency) {
        this.engine = engine;
        this.reader = reader;
        this.permits = new Semaphore(concurrency, true);
    }

    void begin() {
        var _ = timer.scheduleWithFixedDelay(this::wakeAll, 0, LOOK_AT_ALL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void end() {
        ended = true;
        timer.shutdownNow();
    }

    void wakeAll() {
        try {
            reader.unfinished().forEach(this::wake);
        } catch (RuntimeException e) {
            LOG.warn("Could not look for unfinished tasks ({}); trying again.", e.toString());
            later(AFTER_A_FAULT, this::wakeAll);
        }
    }

    void wake(TaskId id) {
        if (ended) {
            return;
        }
        var first = new boolean[1];
        driven.compute(id, (_, now) -> {
            first[0] = now == null;
            return now == null ? Drive.ONCE : Drive.AGAIN;
        });
        if (first[0]) {
            Thread.ofVirtual().name("task-" + id).start(() -> run(id));
        } else {
            // Perhaps a request to cancel a task whose handler is waiting for its agent.
            Thread.ofVirtual().start(() -> interrupt(id));
        }
    }

    private void run(TaskId id) {
        do {
            permits.acquireUninterruptibly();
            try {
                if (!ended) {
                    driveOnce(id);
                }
            } finally {
                permits.release();
            }
        } while (wantsAnother(id));
    }

    private boolean wantsAnother(TaskId id) {
        return driven.computeIfPresent(id, (_, now) -> now == Drive.AGAIN && !ended ? Drive.ONCE : null) != null;
    }

    private void driveOnce(TaskId id) {
        try {
            switch (engine.drive(id)) {
                case Next.Ended(var parent) -> {
                    if (parent != null) {
                        wake(parent);
                    }
                }
                case Next.LookAgain(var after) -> later(after, () -> wake(id));
            }
        } catch (DeposedException e) {
            LOG.info("Leaving task {} to the new leader: {}", id, e.getMessage());
            ended = true;
        } catch (RuntimeException e) {
            if (ended) {
                LOG.info("Leaving task {} to the next leader: {}", id, e.toString());
                return;
            }
            LOG.error("Could not drive task {}; trying again in {} s", id, AFTER_A_FAULT.toSeconds(), e);
            later(AFTER_A_FAULT, () -> wake(id));
        }
    }

    private void interrupt(TaskId id) {
        try {
            engine.interrupt(id);
        } catch (RuntimeException e) {
            LOG.warn("Could not tell task {} that it is to be cancelled: {}", id, e.toString());
        }
    }

    private void later(Duration after, Runnable action) {
        if (ended) {
            return;
        }
        try {
            var _ = timer.schedule(action, Math.max(1, after.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // The term has ended meanwhile.
        }
    }
}
