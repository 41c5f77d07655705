package io.atoll.manager.vm.internal;

import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.manager.vm.internal.steps.VmTaskKind;
import io.atoll.manager.vm.internal.steps.VmTaskParams;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Submits the tasks on VMs; each locks its VM, so there is one at a time. */
@Component
public class VmTasks {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tasks tasks;

    VmTasks(Tasks tasks) {
        this.tasks = tasks;
    }

    public TaskId submit(VmTaskKind kind, VmRecord vm, VmTaskParams params, String requestedBy) {
        return submit(kind, vm, params, requestedBy, null);
    }

    /** The same as a part of another task, where there is one. */
    TaskId submit(VmTaskKind kind, VmRecord vm, VmTaskParams params, String requestedBy, @Nullable TaskId parent) {
        var request = TaskRequest.of(
                kind.kind(),
                List.of(TaskObject.locked("vm", vm.id(), vm.name())),
                JSON.valueToTree(params),
                requestedBy,
                kind.steps().toArray(String[]::new));
        return tasks.submit(parent == null ? request : request.withParent(parent));
    }
}
