package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.plan.DrainPace;
import io.atoll.manager.maintenance.internal.plan.ItemLedger;
import io.atoll.manager.maintenance.internal.steps.Bookkeeping.Look;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Carries out a list of things to do for VMs that was written down before, one wave after the other. What fails often enough is
 * left with its reason: nobody waits for it, since the host is in use either way.
 */
@Component
class ErrandStep {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Bookkeeping books;
    private final Beginnings beginnings;
    private final Endings endings;

    ErrandStep(Bookkeeping books, Beginnings beginnings, Endings endings) {
        this.books = books;
        this.beginnings = beginnings;
        this.endings = endings;
    }

    StepOutcome advance(StepContext context, Purpose purpose) {
        var id = context.params(StepParams.class).maintenanceId();
        var seen = books.look(context.epoch(), id, look -> settled(look, context));
        if (seen.isEmpty()) {
            return Endings.hostIsGone();
        }
        var one = seen.get().maintenance();
        var mine = seen.get().items().stream()
                .filter(item -> item.purpose() == purpose)
                .toList();
        var open = mine.stream().filter(ErrandStep::isOpen).toList();
        context.result(purpose == Purpose.START ? "restarted" : "cameHome", count(mine, open, false));
        context.result(purpose == Purpose.START ? "notRestarted" : "didNotComeHome", count(mine, open, true));
        if (open.isEmpty()) {
            return StepOutcome.done();
        }
        begin(one, open, width(one, mine), context);
        var done = mine.size() - open.size();
        return StepOutcome.running(
                100 * done / mine.size(), "%d of %d VMs are done".formatted(done, mine.size()), LOOK_AGAIN);
    }

    private void begin(Maintenance one, List<Item> open, int width, StepContext context) {
        int wave = open.stream().mapToInt(Item::wave).min().orElse(0);
        var underWay = open.stream().filter(item -> item.state().underWay()).count();
        open.stream()
                .filter(item -> item.wave() == wave && item.state() == ItemState.WAITING && isDue(item, context))
                .limit(Math.max(0, width - underWay))
                .forEach(item -> beginnings.begin(
                        new Beginnings.Frame(one, context.operation().task(), context.epoch(), context.now()),
                        item,
                        work(item, open)));
    }

    private static Beginnings.Work work(Item item, List<Item> open) {
        if (item.purpose() == Purpose.START) {
            return new Beginnings.Work.Start();
        }
        var along = open.stream()
                .filter(other -> other.wave() == item.wave() && Objects.equals(other.to(), item.to()))
                .map(Item::vm)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Beginnings.Work.Move(Objects.requireNonNull(item.to()), item.toName(), along);
    }

    private static int width(Maintenance one, List<Item> mine) {
        var pauses = mine.stream()
                .map(item -> item.figures().pauseMs())
                .filter(Objects::nonNull)
                .toList();
        return DrainPace.width(pauses, one.terms().pauseBoundMs(), one.terms().maxParallel());
    }

    private static boolean isOpen(Item item) {
        return item.state() == ItemState.WAITING || item.state().underWay();
    }

    private static boolean isDue(Item item, StepContext context) {
        var retryAt = item.retryAt();
        return retryAt == null || !retryAt.isAfter(context.now());
    }

    private static long count(List<Item> mine, List<Item> open, boolean failed) {
        return mine.stream()
                .filter(item -> !open.contains(item) && (item.state() == ItemState.FAILED) == failed)
                .count();
    }

    private List<Item> settled(Look look, StepContext context) {
        return ItemLedger.ofErrands(books.facts(look.items(), List.of(), context.now()));
    }

    StepOutcome undo(StepContext context) {
        return endings.callOff(context, look -> settled(look, context));
    }
}
