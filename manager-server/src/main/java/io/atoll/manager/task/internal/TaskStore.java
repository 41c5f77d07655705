package io.atoll.manager.task.internal;

import io.atoll.manager.cluster.LeaderFence;
import io.atoll.manager.event.Change;
import io.atoll.manager.task.StepProgress;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskState;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/**
 * Writes what happens to tasks. Every method is one short transaction that begins with the leader's fence, so it either
 * happens while {@code epoch} leads or throws {@code DeposedException} and changes nothing.
 */
final class TaskStore {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final LeaderFence fence;
    private final TaskReader reader;
    private final TaskPublisher publisher;
    private final TaskSignals signals;
    private final Clock clock;

    TaskStore(TaskTools tools, LeaderFence fence) {
        this.jdbc = tools.jdbc();
        this.transactions = tools.transactions();
        this.fence = fence;
        this.reader = tools.reader();
        this.publisher = tools.publisher();
        this.signals = tools.signals();
        this.clock = tools.clock();
    }

    void start(LeaderEpoch epoch, TaskId id) {
        change(
                epoch,
                id,
                () -> jdbc.sql(
                                "update task set state = 'RUNNING', started_at = :now where id = :id and state = 'QUEUED'")
                        .param("now", now())
                        .param("id", id.value())
                        .update());
    }

    /** False when somebody asked to cancel before the step could begin; nothing was changed then. */
    boolean beginStep(LeaderEpoch epoch, TaskId id, int step) {
        return change(epoch, id, () -> {
            // The row is locked, so a request to cancel comes wholly before or wholly after this.
            var cancelled = jdbc.sql("select cancel_requested_at is not null from task where id = :id for update")
                    .param("id", id.value())
                    .query(Boolean.class)
                    .single();
            return cancelled
                    ? 0
                    : jdbc.sql("update task_step set state = 'RUNNING', started_at = :now"
                                    + " where task_id = :id and step = :step and state = 'PENDING'")
                            .param("now", now())
                            .param("id", id.value())
                            .param("step", step)
                            .update();
        });
    }

    void stepDone(LeaderEpoch epoch, TaskId id, int step, JsonNode result) {
        change(epoch, id, () -> {
            mergeResult(id, result);
            clearBytes(id);
            return endStep(id, step, "DONE", null);
        });
    }

    /** The step goes on; false when nothing is new, so that looking again and again does not fill the event stream. */
    boolean stepRunning(LeaderEpoch epoch, TaskId id, int step, StepProgress progress, JsonNode result) {
        return change(epoch, id, () -> {
            var told = mergeResult(id, result);
            var stepMoved = jdbc.sql("""
                            update task_step set percent = :percent, detail = :detail
                            where task_id = :id and step = :step and (percent, detail) is distinct from (:percent, :detail)""")
                    .param("percent", progress.percent())
                    .param("detail", Texts.shortened(progress.detail()))
                    .param("id", id.value())
                    .param("step", step)
                    .update();
            var bytesMoved = jdbc.sql("""
                            update task set bytes_done = :done, bytes_total = :total, bytes_per_second = :rate,
                                detail = :detail
                            where id = :id and (bytes_done, bytes_total, bytes_per_second, detail)
                                is distinct from (:done, :total, :rate, :detail)""")
                    .param("done", Math.max(0, progress.bytesDone()))
                    .param("total", Math.max(0, progress.bytesTotal()))
                    .param("rate", Math.max(0, progress.bytesPerSecond()))
                    .param("detail", Texts.shortened(progress.detail()))
                    .param("id", id.value())
                    .update();
            return told + stepMoved + bytesMoved;
        });
    }

    /** The step has failed: from here the task only goes back. A step that was told to stop fails for no other reason. */
    void stepFailed(LeaderEpoch epoch, TaskId id, int step, TaskFailure failure, JsonNode result) {
        change(epoch, id, () -> {
            mergeResult(id, result);
            clearBytes(id);
            endStep(id, step, "FAILED", failure.detail());
            return jdbc.sql("""
                            update task set state = 'ROLLING_BACK',
                                failure = case when cancel_requested_at is null then cast(:failure as jsonb) end
                            where id = :id""")
                    .param("failure", TaskJson.write(failure))
                    .param("id", id.value())
                    .update();
        });
    }

    /** Somebody asked to cancel and the task is at a safe point: from here it only goes back. */
    void rollBack(LeaderEpoch epoch, TaskId id) {
        change(
                epoch,
                id,
                () -> jdbc.sql("update task set state = 'ROLLING_BACK' where id = :id and state <> 'ROLLING_BACK'")
                        .param("id", id.value())
                        .update());
    }

    /** A step is taken back as far as it will be; {@code leftover} says what could not be. */
    void stepUndone(LeaderEpoch epoch, TaskId id, int step, @Nullable TaskFailure leftover) {
        change(epoch, id, () -> {
            if (leftover != null) {
                addLeftover(id, leftover);
            }
            return jdbc.sql("""
                            update task_step set undone = true, ended_at = :now,
                                state = case when state = 'FAILED' or :left then 'FAILED' else 'UNDONE' end,
                                detail = case when :left then :detail else detail end
                            where task_id = :id and step = :step and not undone""")
                    .param("now", now())
                    .param("left", leftover != null)
                    .param("detail", leftover == null ? "" : Texts.shortened(leftover.detail()))
                    .param("id", id.value())
                    .param("step", step)
                    .update();
        });
    }

    /** The end: releases the locks and tells whoever waits. */
    void finish(LeaderEpoch epoch, TaskId id, TaskState state, @Nullable TaskId parent) {
        change(epoch, id, () -> {
            jdbc.sql("update task_step set state = 'SKIPPED' where task_id = :id and state = 'PENDING'")
                    .param("id", id.value())
                    .update();
            jdbc.sql("delete from task_lock where task_id = :id")
                    .param("id", id.value())
                    .update();
            var ended = jdbc.sql(
                            "update task set state = :state, ended_at = :now, detail = '' where id = :id and ended_at is null")
                    .param("state", state.name())
                    .param("now", now())
                    .param("id", id.value())
                    .update();
            signals.ended(id);
            if (parent != null) {
                signals.wake(parent);
            }
            return ended;
        });
    }

    /** Keeps a fact for later calls; not shown, so no event. */
    void remember(LeaderEpoch epoch, TaskId id, String key, Object value) {
        transactions.executeWithoutResult(_ -> {
            fence.check(epoch);
            jdbc.sql("update task set memory = memory || cast(:fact as jsonb) where id = :id")
                    .param("fact", TaskJson.write(Map.of(key, value)))
                    .param("id", id.value())
                    .update();
        });
    }

    /** Runs the change under the fence; when it changed any row, raises the revision and publishes the task. */
    private boolean change(LeaderEpoch epoch, TaskId id, RowChange sql) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            fence.check(epoch);
            if (sql.rows() == 0) {
                return false;
            }
            jdbc.sql("""
                            update task set revision = revision + 1, updated_at = :now, percent = case
                                when state = 'SUCCEEDED' then 100
                                when state = 'RUNNING' then (select avg(case s.state when 'DONE' then 100 else s.percent end)
                                    from task_step s where s.task_id = task.id)
                                else percent end
                            where id = :id""").param("now", now()).param("id", id.value()).update();
            reader.snapshot(id).ifPresent(task -> publisher.publish(task, Change.CHANGED));
            return true;
        }));
    }

    private int endStep(TaskId id, int step, String state, @Nullable String detail) {
        return jdbc.sql("""
                        update task_step set state = :state, ended_at = :now,
                            percent = case when :state = 'DONE' then 100 else percent end,
                            detail = coalesce(:detail, case when :state = 'DONE' then '' else detail end)
                        where task_id = :id and step = :step""")
                .param("state", state)
                .param("now", now())
                .param("detail", detail == null ? null : Texts.shortened(detail), java.sql.Types.VARCHAR)
                .param("id", id.value())
                .param("step", step)
                .update();
    }

    private int mergeResult(TaskId id, JsonNode result) {
        if (result.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        update task set result = coalesce(result, '{}'::jsonb) || cast(:result as jsonb)
                        where id = :id and not coalesce(result, '{}'::jsonb) @> cast(:result as jsonb)""")
                .param("result", TaskJson.write(result))
                .param("id", id.value())
                .update();
    }

    private void clearBytes(TaskId id) {
        jdbc.sql("update task set bytes_done = 0, bytes_total = 0, bytes_per_second = 0, detail = '' where id = :id")
                .param("id", id.value())
                .update();
    }

    private void addLeftover(TaskId id, TaskFailure leftover) {
        var failure = reader.row(id).map(TaskRow::failure).orElse(null);
        jdbc.sql("update task set failure = cast(:failure as jsonb) where id = :id")
                .param("failure", TaskJson.write(Leftovers.add(failure, leftover)))
                .param("id", id.value())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Part of a change; answers how many rows it changed. */
    @FunctionalInterface
    private interface RowChange {
        int rows();
    }
}
