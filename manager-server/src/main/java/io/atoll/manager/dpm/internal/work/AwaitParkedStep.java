package io.atoll.manager.dpm.internal.work;

import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.Tasks;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Waits until none of several hosts is being parked any more. What came of each is told by its own task: one that was needed after
 * all, or could not be emptied, is no failure of the others.
 */
@Component
class AwaitParkedStep implements StepHandler {
    private static final int PERCENT = 100;

    /** The end of each of them wakes this step; this only covers a wake-up that was lost. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Tasks tasks;

    AwaitParkedStep(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return DpmSteps.PARKED;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var total = context.params(DpmTasks.GroupParams.class).hostIds().size();
        var open = tasks.unfinishedParts(context.operation().task()).size();
        return open == 0
                ? StepOutcome.done()
                : StepOutcome.running(
                        PERCENT * (total - open) / total,
                        "%d of %d hosts are on their way to sleep".formatted(open, total),
                        LOOK_AGAIN);
    }

    /** Those that have not been told to switch off yet stay awake; the others are waited for. */
    @Override
    public StepOutcome undo(StepContext context) {
        var open = tasks.unfinishedParts(context.operation().task());
        open.forEach(task -> letBe(tasks, task, context.requestedBy()));
        return open.isEmpty()
                ? StepOutcome.done()
                : StepOutcome.running(0, "%d hosts are still on their way".formatted(open.size()), LOOK_AGAIN);
    }

    /** Called off, where it has not been told to switch off yet. */
    static void letBe(Tasks tasks, TaskId task, String by) {
        try {
            tasks.cancel(task, by);
        } catch (AtollException e) {
            if (e.code() != ErrorCode.TASK_NOT_CANCELLABLE) {
                throw e;
            }
        }
    }
}
