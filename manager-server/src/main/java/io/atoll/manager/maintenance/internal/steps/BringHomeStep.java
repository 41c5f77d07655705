package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.plan.HomePlanner.HomePlan;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Mends the rules about VMs of the maintenance that do not hold, and brings VMs home where that is wanted and makes the cluster
 * better. The whole plan is made and written down once, with its waves: a sequence
 * with swaps is only right as a whole. Each move is still checked when it begins.
 */
@Component
class BringHomeStep implements StepHandler {
    private static final String PLANNED = "homePlanned";

    private final Bookkeeping books;
    private final ErrandStep errands;
    private final HomeComings homeComings;

    BringHomeStep(Bookkeeping books, ErrandStep errands, HomeComings homeComings) {
        this.books = books;
        this.errands = errands;
        this.homeComings = homeComings;
    }

    @Override
    public String name() {
        return StepNames.BRING_HOME;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var params = context.params(StepParams.class);
        var found = homeComings.maintenance(params.maintenanceId());
        if (found.isEmpty()) {
            return Endings.hostIsGone();
        }
        if (context.recall(PLANNED, Boolean.class).isEmpty()) {
            write(context, found.get(), homeComings.plan(found.get(), params.bringHome()));
            context.remember(PLANNED, true);
        }
        var outcome = errands.advance(context, Purpose.COME_HOME);
        if (outcome instanceof StepOutcome.Done) {
            // The plan may have failed here and there, and others may have moved meanwhile: what counts is how it is
            // now.
            context.result("brokenRules", homeComings.brokenRules(found.get()));
        }
        return outcome;
    }

    /** Written once: a manager that died before it remembered that finds the items, and makes no others. */
    private void write(StepContext context, Maintenance one, HomePlan plan) {
        context.result("imbalanceBefore", plan.imbalanceBefore());
        context.result("imbalanceAfter", plan.imbalanceAfter());
        books.look(context.epoch(), one.id(), look -> {
            if (look.items().stream().anyMatch(item -> item.purpose() == Purpose.COME_HOME)) {
                return look.items();
            }
            return Stream.concat(
                            look.items().stream(),
                            plan.moves().stream()
                                    .map(move -> Item.waiting(
                                                    Purpose.COME_HOME,
                                                    move.vm(),
                                                    move.vmName(),
                                                    move.memoryMiB(),
                                                    Choice.MOVE,
                                                    move.from())
                                            .planned(move.wave(), move.to(), move.toName())))
                    .toList();
        });
    }

    @Override
    public StepOutcome undo(StepContext context) {
        return errands.undo(context);
    }
}
