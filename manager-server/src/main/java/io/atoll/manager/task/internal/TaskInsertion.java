package io.atoll.manager.task.internal;

import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.TaskSnapshot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes a new task with its steps, objects and locks, in the caller's transaction. */
final class TaskInsertion {
    private static final int ATTEMPTS = 4;

    private final JdbcClient jdbc;
    private final TaskReader reader;
    private final StepHandlers handlers;
    private final Ids ids;

    TaskInsertion(JdbcClient jdbc, TaskReader reader, StepHandlers handlers, Ids ids) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.handlers = handlers;
        this.ids = ids;
    }

    TaskId insert(TaskRequest request, Instant now) {
        for (var step : request.steps()) {
            if (handlers.find(step.handler()).isEmpty()) {
                throw new IllegalArgumentException("Task kind %s names the step %s, for which there is no handler."
                        .formatted(request.kind(), step.handler()));
            }
        }
        var id = new TaskId(ids.next());
        insertTask(id, request, now);
        insertSteps(id, request);
        insertObjects(id, request.objects());
        // In one order for all, so that two tasks that lock the same objects cannot wait for each other.
        request.objects().stream()
                .filter(TaskObject::exclusive)
                .sorted(Comparator.comparing(TaskObject::kind).thenComparing(TaskObject::id))
                .forEach(object -> lock(id, object, request.parent()));
        return id;
    }

    private void insertTask(TaskId id, TaskRequest request, Instant now) {
        var parent = request.parent();
        jdbc.sql("""
                        insert into task (id, revision, kind, state, params, memory, requested_by, parent_id, trace_id,
                            created_at, updated_at)
                        values (:id, 1, :kind, 'QUEUED', cast(:params as jsonb), '{}', :by, :parent, :trace, :now, :now)""")
                .param("id", id.value())
                .param("kind", request.kind())
                .param("params", TaskJson.write(request.params()))
                .param("by", request.requestedBy())
                .param("parent", parent == null ? null : parent.value(), java.sql.Types.OTHER)
                .param("trace", MDC.get("traceId"), java.sql.Types.VARCHAR)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private void insertSteps(TaskId id, TaskRequest request) {
        for (var index = 0; index < request.steps().size(); index++) {
            var step = request.steps().get(index);
            jdbc.sql("insert into task_step (task_id, step, handler, arguments, state)"
                            + " values (:id, :step, :handler, cast(:arguments as jsonb), 'PENDING')")
                    .param("id", id.value())
                    .param("step", index)
                    .param("handler", step.handler())
                    .param("arguments", TaskJson.write(step.arguments()))
                    .update();
        }
    }

    private void insertObjects(TaskId id, List<TaskObject> objects) {
        for (var ordinal = 0; ordinal < objects.size(); ordinal++) {
            var object = objects.get(ordinal);
            jdbc.sql("insert into task_object (task_id, ordinal, kind, object_id, name, exclusive)"
                            + " values (:id, :ordinal, :kind, :object, :name, :exclusive)")
                    .param("id", id.value())
                    .param("ordinal", ordinal)
                    .param("kind", object.kind())
                    .param("object", object.id())
                    .param("name", object.name())
                    .param("exclusive", object.exclusive())
                    .update();
        }
    }

    /** A child may work on what its parent holds. */
    private void lock(TaskId id, TaskObject object, @Nullable TaskId parent) {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var locked = jdbc.sql("insert into task_lock (object_kind, object_id, task_id) values (:kind, :object, :id)"
                            + " on conflict do nothing")
                    .param("kind", object.kind())
                    .param("object", object.id())
                    .param("id", id.value())
                    .update();
            if (locked == 1) {
                return;
            }
            var holder = reader.holder(object.kind(), object.id());
            if (holder.isPresent() && holder.get().equals(parent)) {
                return;
            }
            if (holder.isPresent()) {
                throw inProgress(object, holder.get());
            }
            // It ended between the two looks: try again.
        }
        throw new AtollException(
                ErrorCode.TASK_IN_PROGRESS,
                "Other tasks are working on %s %s.".formatted(object.kind(), object.name()));
    }

    private AtollException inProgress(TaskObject object, TaskId holder) {
        var kind = reader.snapshot(holder).map(TaskSnapshot::kind).orElse("task");
        var detail = "Task %s (%s) is working on %s %s.".formatted(holder, kind, object.kind(), object.name());
        return new AtollException(
                ErrorCode.TASK_IN_PROGRESS,
                detail,
                List.of(new Cause(null, null, "lock", ErrorCode.TASK_IN_PROGRESS.name(), null, null, null, detail)),
                List.of(new Hint("Wait until it has ended, or cancel it.", "/api/v1/tasks/" + holder)));
    }
}
