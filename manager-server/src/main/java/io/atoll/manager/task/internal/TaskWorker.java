package io.atoll.manager.task.internal;

import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.task.TaskId;
import io.atoll.model.LeaderEpoch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks while this manager leads: one {@link WorkerTerm} per term of leadership. */
final class TaskWorker implements LeadershipListener, TaskSignals.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWorker.class);

    private final Function<LeaderEpoch, WorkerTerm> newTerm;
    private volatile @Nullable WorkerTerm term;

    TaskWorker(Function<LeaderEpoch, WorkerTerm> newTerm) {
        this.newTerm = newTerm;
    }

    @Override
    public synchronized void leading(LeaderEpoch epoch) {
        following();
        LOG.info("Running tasks as the leader epoch={}", epoch);
        var next = newTerm.apply(epoch);
        term = next;
        next.begin();
    }

    @Override
    public synchronized void following() {
        var ending = term;
        term = null;
        if (ending != null) {
            LOG.info("No longer running tasks: this manager does not lead any more");
            ending.end();
        }
    }

    @Override
    public void woken(TaskId task) {
        var current = term;
        if (current != null) {
            current.wake(task);
        }
    }

    @Override
    public void ended(TaskId task) {
        // A parent has a wake-up of its own.
    }

    @Override
    public void missed() {
        var current = term;
        if (current != null) {
            current.wakeAll();
        }
    }
}
