package io.atoll.manager.maintenance.internal;

import io.atoll.manager.maintenance.internal.book.BringHome;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.steps.StepNames;
import io.atoll.manager.maintenance.internal.steps.StepParams;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Submits the tasks of maintenances, in the caller's transaction. */
@Component
public class MaintenanceTasks {
    static final String ENTER = "host.enter-maintenance";
    static final String EXIT = "host.exit-maintenance";
    static final String PROVE = "host.prove-empty";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tasks tasks;

    MaintenanceTasks(Tasks tasks) {
        this.tasks = tasks;
    }

    TaskId enter(UUID id, HostId host, String hostName, String requestedBy, @Nullable TaskId parent) {
        var request = request(ENTER, id, host, hostName, BringHome.NO, requestedBy, StepNames.DRAIN, StepNames.PROVE);
        return tasks.submit(parent == null ? request : request.withParent(parent));
    }

    TaskId exit(Maintenance one, BringHome home, String requestedBy) {
        return exit(one, home, requestedBy, null);
    }

    TaskId exit(Maintenance one, BringHome home, String requestedBy, @Nullable TaskId parent) {
        var request = request(
                EXIT, one.id(), one.host(), one.hostName(), home, requestedBy, StepNames.RESTART, StepNames.BRING_HOME);
        return tasks.submit(parent == null ? request : request.withParent(parent));
    }

    TaskId prove(Maintenance one, String requestedBy, @Nullable TaskId parent) {
        var request = request(PROVE, one.id(), one.host(), one.hostName(), BringHome.NO, requestedBy, StepNames.PROVE);
        return tasks.submit(parent == null ? request : request.withParent(parent));
    }

    private static TaskRequest request(
            String kind, UUID id, HostId host, String hostName, BringHome home, String requestedBy, String... steps) {
        return TaskRequest.of(
                kind,
                List.of(TaskObject.mentioned("host", host, hostName), TaskObject.locked("maintenance", id, hostName)),
                JSON.valueToTree(new StepParams(id, home)),
                requestedBy,
                steps);
    }
}
