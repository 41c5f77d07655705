package io.atoll.manager.task.internal;

import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskStep;
import io.atoll.manager.task.Tasks;
import java.time.Duration;
import java.util.List;

/** Waits for a task's children. Children that succeeded stay as they are when another one failed. */
final class AwaitChildren implements StepHandler {
    /** A child that ends wakes its parent; this only covers a wake-up that was lost. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private static final int MOST_CAUSES = 20;

    private final TaskReader reader;
    private final Tasks tasks;

    AwaitChildren(TaskReader reader, Tasks tasks) {
        this.reader = reader;
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return TaskStep.AWAIT_CHILDREN.handler();
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var children = reader.children(context.operation().task());
        context.result("total", children.total());
        context.result("succeeded", children.succeeded());
        context.result("failed", children.failed());
        context.result("cancelled", children.cancelled());
        if (!children.ended()) {
            var ended = children.succeeded() + children.failed() + children.cancelled();
            return StepOutcome.running(
                    children.percent(), "%d of %d ended".formatted(ended, children.total()), LOOK_AGAIN);
        }
        if (children.failed() + children.cancelled() == 0) {
            return StepOutcome.done();
        }
        var causes = reader.childFailures(context.operation().task(), MOST_CAUSES).stream()
                .map(child -> new Cause(
                        null,
                        null,
                        child.name(),
                        child.failure().code(),
                        null,
                        null,
                        null,
                        child.failure().detail()))
                .toList();
        return StepOutcome.failed(new TaskFailure(
                "CHILD_TASK_FAILED",
                "Of %d tasks %d failed and %d were cancelled."
                        .formatted(children.total(), children.failed(), children.cancelled()),
                causes,
                List.of(Hint.of("Look at the tasks that failed; those that succeeded stay as they are."))));
    }

    /** Children still running are cancelled and waited for. */
    @Override
    public StepOutcome undo(StepContext context) {
        var parent = context.operation().task();
        var unfinished = reader.unfinishedChildren(parent);
        unfinished.forEach(child -> tasks.cancel(child, context.requestedBy()));
        return unfinished.isEmpty()
                ? StepOutcome.done()
                : StepOutcome.running(0, "Waiting for %d tasks to end".formatted(unfinished.size()), LOOK_AGAIN);
    }
}
