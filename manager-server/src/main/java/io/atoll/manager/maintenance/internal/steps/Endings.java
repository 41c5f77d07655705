package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.steps.Bookkeeping.Look;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Calls off what is under way. */
@Component
class Endings {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Bookkeeping books;
    private final Tasks tasks;

    Endings(Bookkeeping books, Tasks tasks) {
        this.books = books;
        this.tasks = tasks;
    }

    /** Done when nothing is under way any more. */
    StepOutcome callOff(StepContext context, Function<Look, List<Item>> judge) {
        var id = context.params(StepParams.class).maintenanceId();
        var underWay = books.look(context.epoch(), id, judge)
                .map(look -> look.items().stream()
                        .filter(item -> item.state().underWay())
                        .toList())
                .orElse(List.of());
        for (var item : underWay) {
            var task = item.task();
            if (task != null) {
                cancel(task, context.requestedBy());
            }
        }
        return underWay.isEmpty()
                ? StepOutcome.done()
                : StepOutcome.running(
                        0, "Waiting for %d VMs that are under way".formatted(underWay.size()), LOOK_AGAIN);
    }

    /** One that has passed the point of no return goes on to its end. */
    private void cancel(TaskId task, String requestedBy) {
        try {
            tasks.cancel(task, requestedBy);
        } catch (AtollException e) {
            if (e.code() != ErrorCode.TASK_NOT_CANCELLABLE && e.code() != ErrorCode.TASK_NOT_FOUND) {
                throw e;
            }
        }
    }

    static StepOutcome hostIsGone() {
        return StepOutcome.failed(
                ErrorCode.MAINTENANCE_NOT_FOUND.name(), "The host was removed, and its maintenance with it.");
    }
}
