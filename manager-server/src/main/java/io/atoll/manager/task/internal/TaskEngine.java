package io.atoll.manager.task.internal;

import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.cluster.DeposedException;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepOutcome.Done;
import io.atoll.manager.task.StepOutcome.Failed;
import io.atoll.manager.task.StepOutcome.Running;
import io.atoll.manager.task.StepOutcome.Unavailable;
import io.atoll.manager.task.StepState;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.internal.TaskRow.StepRow;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Drives one task at a time from what is stored to what is next, during one term of leadership. Everything it decides is
 * written before the next thing is done, and everything it does may be done again, so a crash between any two lines is
 * continued by the next leader.
 */
final class TaskEngine {
    private static final Logger LOG = LoggerFactory.getLogger(TaskEngine.class);
    private static final int INTERNAL_STATUS_FROM = 503;

    private final LeaderEpoch epoch;
    private final TaskReader reader;
    private final TaskStore store;
    private final StepHandlers handlers;
    private final TaskProperties properties;
    private final Clock clock;
    private final RetryWindows retries;
    private final ConcurrentMap<TaskId, ActiveCall> calls = new ConcurrentHashMap<>();

    TaskEngine(
            LeaderEpoch epoch,
            TaskReader reader,
            TaskStore store,
            StepHandlers handlers,
            TaskProperties properties,
            Clock clock) {
        this.epoch = epoch;
        this.reader = reader;
        this.store = store;
        this.handlers = handlers;
        this.properties = properties;
        this.clock = clock;
        this.retries = new RetryWindows(clock);
    }

    /** What to do with a task after this look at it. */
    sealed interface Next {
        /** It has ended, now or before. */
        record Ended(@Nullable TaskId parent) implements Next {}

        /** Drive it again after this time, or sooner when something about it changed. */
        record LookAgain(Duration after) implements Next {}
    }

    /** Takes the task as far as it goes without waiting for anything but its handlers. */
    Next drive(TaskId id) {
        while (true) {
            var found = reader.row(id);
            if (found.isEmpty()) {
                return new Next.Ended(null); // Removed after its time.
            }
            var task = found.get();
            var next = switch (task.state()) {
                case QUEUED -> begin(task);
                case RUNNING -> forward(task);
                case ROLLING_BACK -> backward(task);
                case SUCCEEDED, FAILED, CANCELLED -> new Next.Ended(task.parent());
            };
            if (next != null) {
                return next;
            }
        }
    }

    /** Tells a handler that is being waited for that its task is to be cancelled. Called by the worker. */
    void interrupt(TaskId id) {
        var call = calls.get(id);
        if (call != null && reader.row(id).map(TaskRow::cancelRequested).orElse(false)) {
            call.interrupt();
        }
    }

    private @Nullable Next begin(TaskRow task) {
        if (task.cancelRequested()) {
            store.rollBack(epoch, task.id());
        } else {
            store.start(epoch, task.id());
        }
        return null;
    }

    private @Nullable Next forward(TaskRow task) {
        var current = task.steps().stream()
                .filter(step -> step.state() != StepState.DONE)
                .findFirst();
        if (current.isEmpty()) {
            store.finish(epoch, task.id(), TaskState.SUCCEEDED, task.parent());
            LOG.info("Task succeeded task={} kind={}", task.id(), task.kind());
            return null;
        }
        var step = current.get();
        if (step.state() == StepState.PENDING) {
            if (task.cancelRequested() || !store.beginStep(epoch, task.id(), step.index())) {
                store.rollBack(epoch, task.id());
            }
            return null;
        }
        var operation = new OperationId(task.id(), step.index(), false);
        var context = context(task, step, operation);
        return switch (call(step, operation, context)) {
            case Done() -> {
                retries.forget(operation);
                store.stepDone(epoch, task.id(), step.index(), context.result());
                yield null;
            }
            case Running(var progress, var after) -> {
                retries.forget(operation);
                // First, so that managers that die again and again do not put it off again and again.
                if (stopBetweenLooks(task, step)) {
                    yield null;
                }
                store.stepRunning(epoch, task.id(), step.index(), progress, context.result());
                yield new Next.LookAgain(properties.pause(after));
            }
            case Failed(var failure) -> fail(task, step, failure, context);
            case Unavailable(var code, var detail) -> {
                var pause = retries.next(operation, properties.retryWindow());
                if (pause.isPresent() && stopBetweenLooks(task, step)) {
                    yield null;
                }
                yield pause.isPresent()
                        ? new Next.LookAgain(pause.get())
                        : fail(task, step, gaveUp(code, detail, properties.retryWindow()), context);
            }
        };
    }

    /** Between two looks at a step that can be undone is a safe point to cancel. */
    private boolean stopBetweenLooks(TaskRow task, StepRow step) {
        var cancelRequested =
                reader.row(task.id()).map(TaskRow::cancelRequested).orElse(false);
        var cancellable =
                handlers.find(step.handler()).map(StepHandler::cancellable).orElse(true);
        if (cancelRequested && cancellable) {
            store.rollBack(epoch, task.id());
            return true;
        }
        return false;
    }

    private @Nullable Next fail(TaskRow task, StepRow step, TaskFailure failure, PersistedContext context) {
        LOG.warn(
                "Task step failed task={} kind={} step={} code={} detail={}",
                task.id(),
                task.kind(),
                step.handler(),
                failure.code(),
                failure.detail());
        store.stepFailed(epoch, task.id(), step.index(), failure, context.result());
        return null;
    }

    private @Nullable Next backward(TaskRow task) {
        var last = task.steps().reversed().stream()
                .filter(StepRow::mayHaveHappened)
                .findFirst();
        if (last.isEmpty()) {
            var state = task.failure() == null ? TaskState.CANCELLED : TaskState.FAILED;
            store.finish(epoch, task.id(), state, task.parent());
            LOG.info("Task ended task={} kind={} state={}", task.id(), task.kind(), state);
            return null;
        }
        var step = last.get();
        var operation = new OperationId(task.id(), step.index(), true);
        var context = context(task, step, operation);
        return switch (call(step, operation, context)) {
            case Done() -> undone(task, step, null);
            case Running(var progress, var after) -> {
                store.stepRunning(epoch, task.id(), step.index(), progress, context.result());
                yield new Next.LookAgain(properties.pause(after));
            }
            case Failed(var failure) -> undone(task, step, failure);
            case Unavailable(var code, var detail) -> {
                var pause = retries.next(operation, properties.undoRetryWindow());
                yield pause.isPresent()
                        ? new Next.LookAgain(pause.get())
                        : undone(task, step, gaveUp(code, detail, properties.undoRetryWindow()));
            }
        };
    }

    private @Nullable Next undone(TaskRow task, StepRow step, @Nullable TaskFailure leftover) {
        store.stepUndone(epoch, task.id(), step.index(), leftover);
        return null;
    }

    private StepOutcome call(StepRow step, OperationId operation, PersistedContext context) {
        var handler = handlers.find(step.handler());
        if (handler.isEmpty()) {
            return StepOutcome.failed(
                    ErrorCode.INTERNAL.name(),
                    "This manager does not know the step %s.".formatted(step.handler()),
                    "A newer manager made this task. Bring all managers to the same version and try again.");
        }
        var call = new ActiveCall(handler.get(), operation, context);
        calls.put(operation.task(), call);
        try {
            return operation.undo()
                    ? handler.get().undo(context)
                    : handler.get().advance(context);
        } catch (DeposedException e) {
            throw e;
        } catch (AtollException e) {
            return e.code().status() == INTERNAL_STATUS_FROM
                    ? new Unavailable(
                            e.code().name(),
                            Objects.requireNonNullElse(e.getMessage(), e.code().title()))
                    : new Failed(TaskFailure.of(e));
        } catch (ZookeeperUnavailableException e) {
            return new Unavailable(ErrorCode.NOT_READY.name(), "ZooKeeper did not answer.");
        } catch (TransientDataAccessException
                | NonTransientDataAccessResourceException
                | CannotCreateTransactionException e) {
            return new Unavailable(ErrorCode.NOT_READY.name(), "The database did not answer.");
        } catch (RuntimeException e) {
            LOG.error("Step threw task={} step={} operation={}", operation.task(), step.handler(), operation, e);
            return StepOutcome.failed(
                    ErrorCode.INTERNAL.name(),
                    "The step %s ended unexpectedly.".formatted(step.handler()),
                    "The manager's log has the details; look for the task's id.");
        } finally {
            calls.remove(operation.task(), call);
        }
    }

    private PersistedContext context(TaskRow task, StepRow step, OperationId operation) {
        return new PersistedContext(task, step, operation, epoch, store, clock);
    }

    private static TaskFailure gaveUp(String code, String detail, Duration window) {
        return TaskFailure.of(code, "%s Tried for %d s.".formatted(detail, window.toSeconds()));
    }

    /** A handler that is running now. */
    private static final class ActiveCall {
        private final StepHandler handler;
        private final OperationId operation;
        private final PersistedContext context;

        ActiveCall(StepHandler handler, OperationId operation, PersistedContext context) {
            this.handler = handler;
            this.operation = operation;
            this.context = context;
        }

        void interrupt() {
            if (!operation.undo() && context.requestCancel()) {
                handler.interrupt(operation, context);
            }
        }
    }
}
