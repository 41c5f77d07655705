package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.steps.Bookkeeping.Look;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Starts the VMs again that were shut down so that the host could be emptied. */
@Component
class RestartStep implements StepHandler {
    private final Bookkeeping books;
    private final ErrandStep errands;

    RestartStep(Bookkeeping books, ErrandStep errands) {
        this.books = books;
        this.errands = errands;
    }

    @Override
    public String name() {
        return StepNames.RESTART;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var id = context.params(StepParams.class).maintenanceId();
        books.look(context.epoch(), id, RestartStep::withStarts);
        return errands.advance(context, Purpose.START);
    }

    private static List<Item> withStarts(Look look) {
        var all = new ArrayList<>(look.items());
        if (look.maintenance().terms().restartStopped()) {
            look.items().stream()
                    .filter(item -> item.purpose() == Purpose.LEAVE && item.state() == ItemState.STOPPED)
                    .filter(item -> look.items().stream()
                            .noneMatch(other -> other.purpose() == Purpose.START
                                    && other.vm().equals(item.vm())))
                    .map(item ->
                            Item.waiting(Purpose.START, item.vm(), item.vmName(), item.memoryMiB(), Choice.MOVE, null))
                    .forEach(all::add);
        }
        return all;
    }

    @Override
    public StepOutcome undo(StepContext context) {
        return errands.undo(context);
    }
}
