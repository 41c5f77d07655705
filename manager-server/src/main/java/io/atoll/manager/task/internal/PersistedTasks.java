package io.atoll.manager.task.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Submits, finds, awaits and cancels tasks; callable on every manager, so not fenced. */
final class PersistedTasks implements Tasks {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final TaskReader reader;
    private final TaskInsertion insertion;
    private final TaskPublisher publisher;
    private final TaskSignals signals;
    private final TaskWaiters waiters;
    private final Clock clock;

    PersistedTasks(TaskTools tools, TaskWaiters waiters, Ids ids) {
        this.jdbc = tools.jdbc();
        this.transactions = tools.transactions();
        this.reader = tools.reader();
        this.insertion = new TaskInsertion(tools.jdbc(), tools.reader(), tools.handlers(), ids);
        this.publisher = tools.publisher();
        this.signals = tools.signals();
        this.waiters = waiters;
        this.clock = tools.clock();
    }

    @Override
    public TaskId submit(TaskRequest request) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "A task of kind %s was submitted outside of a transaction; its intent and the task must be written together."
                            .formatted(request.kind()));
        }
        var id = insertion.insert(request, clock.instant());
        reader.snapshot(id).ifPresent(task -> publisher.publish(task, Change.CREATED));
        signals.wake(id);
        return id;
    }

    @Override
    public Optional<TaskSnapshot> find(TaskId id) {
        return reader.snapshot(id);
    }

    @Override
    public Optional<TaskId> holder(String objectKind, String objectId) {
        return reader.holder(objectKind, objectId);
    }

    @Override
    public List<TaskId> activeOn(String objectKind, String objectId) {
        return reader.activeOn(objectKind, objectId);
    }

    @Override
    public TaskSnapshot await(TaskId id, Duration limit) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A transaction must not wait for task %s.".formatted(id));
        }
        var deadline = clock.instant().plus(limit);
        while (true) {
            try (var waiter = waiters.waitFor(id)) {
                var task = existing(id);
                var left = Duration.between(clock.instant(), deadline);
                if (task.state().ended() || left.isNegative() || left.isZero()) {
                    return task;
                }
                if (!waiter.await(left)) {
                    return existing(id);
                }
            }
        }
    }

    @Override
    public List<TaskId> unfinishedParts(TaskId task) {
        return reader.unfinishedChildren(task);
    }

    @Override
    public TaskSnapshot cancel(TaskId id, String requestedBy) {
        return transactions.execute(_ -> {
            jdbc.sql("select id from task where id = :id for update")
                    .param("id", id.value())
                    .query()
                    .listOfRows();
            var task = existing(id);
            if (task.state().ended() || task.cancelRequested()) {
                return task;
            }
            if (!task.cancellable()) {
                throw new AtollException(
                        ErrorCode.TASK_NOT_CANCELLABLE,
                        "Task %s (%s) has begun a step after which it must go on to its end."
                                .formatted(id, task.kind()));
            }
            markCancelled(id, requestedBy, clock.instant());
            var changed = existing(id);
            publisher.publish(changed, Change.CHANGED);
            signals.wake(id);
            return changed;
        });
    }

    private void markCancelled(TaskId id, String requestedBy, Instant now) {
        jdbc.sql("""
                        update task set cancel_requested_by = :by, cancel_requested_at = :now,
                            revision = revision + 1, updated_at = :now where id = :id""")
                .param("by", requestedBy)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id.value())
                .update();
    }

    private TaskSnapshot existing(TaskId id) {
        return reader.snapshot(id)
                .orElseThrow(() -> new AtollException(ErrorCode.TASK_NOT_FOUND, "There is no task %s.".formatted(id)));
    }
}
