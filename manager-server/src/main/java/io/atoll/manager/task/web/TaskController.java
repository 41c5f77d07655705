package io.atoll.manager.task.web;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.identity.RequiresPermission;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.task.TaskView;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.task.internal.TaskViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tasks over HTTP. */
@RestController
@Tag(name = "tasks")
class TaskController {
    /** The first object's fields are there for lists: what a task is mainly about. */
    private static final ListDefinition TASKS = ListDefinition.of(
                    "tasks", "t.id", "task t left join task_object o on o.task_id = t.id and o.ordinal = 0", "t.id")
            .sortable("createdAt", "t.created_at", FieldType.TIME)
            .sortable("kind", "t.kind", FieldType.TEXT)
            .choice("state", "t.state", TaskState.class)
            .sortable("requestedBy", "t.requested_by", FieldType.TEXT)
            .filterable("startedAt", "t.started_at", FieldType.TIME)
            .filterable("endedAt", "t.ended_at", FieldType.TIME)
            .filterable("parentId", "t.parent_id", FieldType.ID)
            .filterable("objects.kind", "o.kind", FieldType.TEXT)
            .filterable("objects.id", "o.object_id", FieldType.TEXT)
            .filterable("objects.name", "o.name", FieldType.TEXT)
            .sortedBy("-createdAt");

    private final Tasks tasks;
    private final ListQuery lists;

    TaskController(Tasks tasks, ListQuery lists) {
        this.tasks = tasks;
        this.lists = lists;
    }

    @GetMapping("/api/v1/tasks")
    @RequiresPermission(Permission.TASK_READ)
    @Operation(operationId = "listTasks", summary = "List tasks, the newest first")
    Page<TaskView> list(PageRequest request) {
        var ids = lists.page(TASKS, request, (rs, _) -> new TaskId(rs.getObject("id", UUID.class)));
        var views = ids.items().stream()
                .map(tasks::find)
                .flatMap(Optional::stream)
                .map(TaskViews::of)
                .toList();
        return new Page<>(views, ids.nextCursor(), ids.totalCount());
    }

    @GetMapping("/api/v1/tasks/{id}")
    @RequiresPermission(Permission.TASK_READ)
    @Operation(operationId = "getTask", summary = "One task with its steps")
    TaskView get(@PathVariable UUID id) {
        return tasks.find(new TaskId(id))
                .map(TaskViews::of)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.TASK_NOT_FOUND,
                        "There is no task %s. Tasks that ended are kept for 30 days.".formatted(id)));
    }

    @PostMapping("/api/v1/tasks/{id}/actions/cancel")
    @RequiresPermission(Permission.TASK_CANCEL)
    @Operation(operationId = "cancelTask", summary = "Ask a task to end at its next safe point and to be undone")
    TaskView cancel(Caller caller, @PathVariable UUID id) {
        return TaskViews.of(tasks.cancel(new TaskId(id), caller.name()));
    }
}
