package io.atoll.manager.task.internal;

import io.atoll.manager.task.TaskId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Callers on this manager who wait for a task's end. */
final class TaskWaiters implements TaskSignals.Listener {
    private final ConcurrentMap<TaskId, Waiting> waiting = new ConcurrentHashMap<>();

    /** Begins to listen for the end. Look at the task after this, then {@link Waiter#await}, then close. */
    Waiter waitFor(TaskId task) {
        var entry = waiting.compute(task, (_, now) -> {
            var next = now == null ? new Waiting(new CountDownLatch(1), 0) : now;
            return new Waiting(next.latch, next.waiters + 1);
        });
        return new Waiter(task, entry.latch);
    }

    @Override
    public void woken(TaskId task) {
        // Only ends are waited for.
    }

    @Override
    public void ended(TaskId task) {
        var entry = waiting.get(task);
        if (entry != null) {
            entry.latch.countDown();
        }
    }

    @Override
    public void missed() {
        waiting.values().forEach(entry -> entry.latch.countDown());
        waiting.replaceAll((_, entry) -> new Waiting(new CountDownLatch(1), entry.waiters));
    }

    private record Waiting(CountDownLatch latch, int waiters) {}

    /** One caller's wait. */
    final class Waiter implements AutoCloseable {
        private final TaskId task;
        private final CountDownLatch latch;

        private Waiter(TaskId task, CountDownLatch latch) {
            this.task = task;
            this.latch = latch;
        }

        /** Returns at the end of the task, after {@code limit}, or when signals may have been missed. */
        boolean await(Duration limit) {
            try {
                return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            waiting.computeIfPresent(
                    task, (_, now) -> now.waiters == 1 ? null : new Waiting(now.latch, now.waiters - 1));
        }
    }
}
