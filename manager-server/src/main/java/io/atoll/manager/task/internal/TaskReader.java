package io.atoll.manager.task.internal;

import io.atoll.manager.task.StepProgress;
import io.atoll.manager.task.StepState;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskSnapshot.StepSnapshot;
import io.atoll.manager.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads tasks: whole for people, and as the engine needs them. One query after the other: a query inside another one's row mapper
 * would need a second connection, and as many readers as there are connections would wait for each other.
 */
final class TaskReader {
    private final JdbcClient jdbc;
    private final StepHandlers handlers;

    TaskReader(JdbcClient jdbc, StepHandlers handlers) {
        this.jdbc = jdbc;
        this.handlers = handlers;
    }

    Optional<TaskRow> row(TaskId id) {
        return jdbc.sql("select * from task where id = :id")
                .param("id", id.value())
                .query((rs, _) -> row(id, rs))
                .optional()
                .map(row -> row.with(steps(id, TaskReader::stepRow), objects(id)));
    }

    Optional<TaskSnapshot> snapshot(TaskId id) {
        return jdbc.sql("select t.*, (select count(*) from task c where c.parent_id = t.id) as child_count"
                        + " from task t where t.id = :id")
                .param("id", id.value())
                .query((rs, _) -> snapshot(id, rs))
                .optional()
                .map(this::whole);
    }

    private TaskSnapshot whole(TaskSnapshot task) {
        var steps = steps(task.id(), TaskReader::stepSnapshot);
        var cancellable = !task.cancelRequested() && handlers.cancellable(task.state(), steps);
        return task.with(steps, objects(task.id()), cancellable);
    }

    private <T> List<T> steps(TaskId id, StepMapper<T> mapper) {
        return jdbc.sql("select * from task_step where task_id = :id order by step")
                .param("id", id.value())
                .query((step, _) -> mapper.map(step))
                .list();
    }

    private interface StepMapper<T> {
        T map(ResultSet step) throws SQLException;
    }

    List<TaskId> unfinished() {
        return jdbc.sql("select id from task where ended_at is null order by created_at, id")
                .query((rs, _) -> new TaskId(rs.getObject("id", UUID.class)))
                .list();
    }

    List<TaskId> unfinishedChildren(TaskId parent) {
        return jdbc.sql("select id from task where parent_id = :id and ended_at is null order by created_at, id")
                .param("id", parent.value())
                .query((rs, _) -> new TaskId(rs.getObject("id", UUID.class)))
                .list();
    }

    /** How the children of a task are, in one look. */
    Children children(TaskId parent) {
        return jdbc.sql("""
                        select count(*) as total,
                               count(*) filter (where state = 'SUCCEEDED') as succeeded,
                               count(*) filter (where state = 'FAILED') as failed,
                               count(*) filter (where state = 'CANCELLED') as cancelled,
                               coalesce(avg(case when ended_at is null then percent else 100 end), 100)::int as percent
                        from task where parent_id = :id""")
                .param("id", parent.value())
                .query((rs, _) -> new Children(
                        rs.getInt("total"),
                        rs.getInt("succeeded"),
                        rs.getInt("failed"),
                        rs.getInt("cancelled"),
                        rs.getInt("percent")))
                .single();
    }

    /** The first failures among the children, for the parent's causes. */
    List<ChildFailure> childFailures(TaskId parent, int limit) {
        return jdbc.sql("""
                        select t.failure, coalesce(o.name, t.kind) as name
                        from task t left join task_object o on o.task_id = t.id and o.ordinal = 0
                        where t.parent_id = :id and t.state = 'FAILED' order by t.created_at, t.id limit :limit""")
                .param("id", parent.value())
                .param("limit", limit)
                .query((rs, _) -> new ChildFailure(
                        rs.getString("name"), TaskJson.read(rs.getString("failure"), TaskFailure.class)))
                .list();
    }

    List<TaskId> activeOn(String objectKind, String objectId) {
        return jdbc.sql("""
                        select t.id from task t join task_object o on o.task_id = t.id
                         where t.ended_at is null and o.kind = :kind and o.object_id = :id order by t.created_at, t.id""")
                .param("kind", objectKind)
                .param("id", objectId)
                .query((rs, _) -> new TaskId(rs.getObject("id", UUID.class)))
                .list();
    }

    Optional<TaskId> holder(String objectKind, String objectId) {
        return jdbc.sql("select task_id from task_lock where object_kind = :kind and object_id = :id")
                .param("kind", objectKind)
                .param("id", objectId)
                .query((rs, _) -> new TaskId(rs.getObject("task_id", UUID.class)))
                .optional();
    }

    private static TaskRow row(TaskId id, ResultSet rs) throws SQLException {
        return new TaskRow(
                id,
                rs.getString("kind"),
                TaskState.valueOf(rs.getString("state")),
                TaskJson.read(rs.getString("params")),
                TaskJson.readObject(rs.getString("memory")),
                TaskJson.readObject(rs.getString("result")),
                failure(rs),
                rs.getString("requested_by"),
                taskId(rs, "parent_id"),
                rs.getObject("cancel_requested_at") != null,
                List.of(),
                List.of());
    }

    private static TaskRow.StepRow stepRow(ResultSet rs) throws SQLException {
        return new TaskRow.StepRow(
                rs.getInt("step"),
                rs.getString("handler"),
                TaskJson.read(rs.getString("arguments")),
                StepState.valueOf(rs.getString("state")),
                rs.getBoolean("undone"));
    }

    private static TaskSnapshot snapshot(TaskId id, ResultSet rs) throws SQLException {
        var result = rs.getString("result");
        return new TaskSnapshot(
                id,
                rs.getLong("revision"),
                rs.getString("kind"),
                TaskState.valueOf(rs.getString("state")),
                new StepProgress(
                        rs.getInt("percent"),
                        rs.getLong("bytes_done"),
                        rs.getLong("bytes_total"),
                        rs.getLong("bytes_per_second"),
                        rs.getString("detail")),
                List.of(),
                List.of(),
                taskId(rs, "parent_id"),
                rs.getInt("child_count"),
                rs.getString("requested_by"),
                required(rs, "created_at"),
                required(rs, "updated_at"),
                instant(rs, "started_at"),
                instant(rs, "ended_at"),
                rs.getObject("cancel_requested_at") != null,
                false,
                failure(rs),
                result == null ? null : TaskJson.read(result),
                rs.getString("trace_id"));
    }

    private static StepSnapshot stepSnapshot(ResultSet rs) throws SQLException {
        return new StepSnapshot(
                rs.getInt("step"),
                rs.getString("handler"),
                StepState.valueOf(rs.getString("state")),
                rs.getInt("percent"),
                rs.getString("detail"),
                instant(rs, "started_at"),
                instant(rs, "ended_at"));
    }

    private List<TaskObject> objects(TaskId id) {
        return jdbc.sql("select * from task_object where task_id = :id order by ordinal")
                .param("id", id.value())
                .query((rs, _) -> new TaskObject(
                        rs.getString("kind"),
                        rs.getString("object_id"),
                        rs.getString("name"),
                        rs.getBoolean("exclusive")))
                .list();
    }

    private static @Nullable TaskFailure failure(ResultSet rs) throws SQLException {
        var json = rs.getString("failure");
        return json == null ? null : TaskJson.read(json, TaskFailure.class);
    }

    private static @Nullable TaskId taskId(ResultSet rs, String column) throws SQLException {
        var id = rs.getObject(column, UUID.class);
        return id == null ? null : new TaskId(id);
    }

    private static Instant required(ResultSet rs, String column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var time = rs.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** How many children ended how, and how far they all are together. */
    record Children(int total, int succeeded, int failed, int cancelled, int percent) {
        boolean ended() {
            return succeeded + failed + cancelled == total;
        }
    }

    /** A child that failed, by the name of its first object. */
    record ChildFailure(String name, TaskFailure failure) {}
}
