package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.dpm.internal.book.ParkedHost;
import io.atoll.manager.dpm.internal.book.ParkedHostStore;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.Tasks;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits until none of several hosts is being parked any more. What came of each is told by its own task: one that was needed after
 * all, or could not be emptied, is no failure of the others.
 */
@Component
class AwaitParkedStep implements StepHandler {
    private static final int PERCENT = 100;

    private final ParkedHostStore hosts;
    private final Tasks tasks;
    private final DpmProperties properties;

    AwaitParkedStep(ParkedHostStore hosts, Tasks tasks, DpmProperties properties) {
        this.hosts = hosts;
        this.tasks = tasks;
        this.properties = properties;
    }

    @Override
    public String name() {
        return DpmSteps.PARKED;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var total = context.params(DpmTasks.GroupParams.class).hosts().size();
        var open = open(context).size();
        return open == 0
                ? StepOutcome.done()
                : StepOutcome.running(
                        PERCENT * (total - open) / total,
                        "%d of %d hosts are on their way to sleep".formatted(open, total),
                        properties.lookEvery());
    }

    /** Those that have not been told to switch off yet stay awake; the others are waited for. */
    @Override
    public StepOutcome undo(StepContext context) {
        var open = open(context);
        open.forEach(task -> cancel(task, context.requestedBy()));
        return open.isEmpty()
                ? StepOutcome.done()
                : StepOutcome.running(
                        0, "%d hosts are still on their way".formatted(open.size()), properties.lookEvery());
    }

    private void cancel(TaskId task, String by) {
        try {
            tasks.cancel(task, by);
        } catch (AtollException e) {
            if (e.code() != ErrorCode.TASK_NOT_CANCELLABLE) {
                throw e;
            }
        }
    }

    /** The tasks of this group that have not ended. */
    private List<TaskId> open(StepContext context) {
        return context.params(DpmTasks.GroupParams.class).hosts().stream()
                .flatMap(host -> hosts.find(host).map(ParkedHost::task).flatMap(this::task).stream())
                .filter(task -> context.operation().task().equals(task.parent())
                        && !task.state().ended())
                .map(TaskSnapshot::id)
                .toList();
    }

    private Optional<TaskSnapshot> task(TaskId id) {
        return tasks.find(id);
    }
}
