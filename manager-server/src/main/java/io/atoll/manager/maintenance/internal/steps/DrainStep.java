package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.plan.DrainPace;
import io.atoll.manager.maintenance.internal.plan.ItemLedger;
import io.atoll.manager.maintenance.internal.plan.PlannedMove;
import io.atoll.manager.maintenance.internal.steps.Bookkeeping.Look;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepProgress;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Empties the host. Every look settles what has ended, takes VMs into the books that are new on the host, asks the scheduler where
 * those that wait could go now, and begins as many as the pace allows. It ends when nobody is left who is to leave; a VM that
 * cannot leave makes it wait for people, not fail.
 */
@Component
class DrainStep implements StepHandler {
    /** A child that ends wakes its parent; this is for choices that people make meanwhile, and for what changes by itself. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN_WHEN_STUCK = Duration.ofSeconds(4);
    private static final long BYTES_PER_MIB = 1L << 20;

    private final Bookkeeping books;
    private final Beginnings beginnings;
    private final Drains drains;
    private final Endings endings;
    private final VmSubtasks vms;

    DrainStep(Bookkeeping books, Beginnings beginnings, Drains drains, Endings endings, VmSubtasks vms) {
        this.books = books;
        this.beginnings = beginnings;
        this.drains = drains;
        this.endings = endings;
        this.vms = vms;
    }

    @Override
    public String name() {
        return StepNames.DRAIN;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var id = context.params(StepParams.class).maintenanceId();
        var seen = books.look(context.epoch(), id, look -> settled(look, context));
        if (seen.isEmpty()) {
            return Endings.hostIsGone();
        }
        var look = seen.get();
        var occupants = vms.occupants(look.maintenance().host());
        if (!look.maintenance().paused()) {
            stop(look, occupants, context);
            move(look, occupants, context);
        }
        var after = books.look(context.epoch(), id, Look::items).orElse(look);
        drains.noteAttention(context.epoch(), after);
        return isDone(after, occupants) ? StepOutcome.done() : running(after, occupants);
    }

    private List<Item> settled(Look look, StepContext context) {
        var one = look.maintenance();
        return ItemLedger.ofDrain(
                one.host(), one.terms(), books.facts(look.items(), vms.occupants(one.host()), context.now()));
    }

    private static boolean isDone(Look look, List<Occupant> occupants) {
        return occupants.stream().noneMatch(Occupant::arriving)
                && look.items().stream()
                        .noneMatch(item -> item.state().underWay()
                                || (item.purpose() == Purpose.LEAVE
                                        && !item.state().settled()))
                && occupants.stream().allMatch(vm -> isKnown(look, vm));
    }

    /** One that came since the items were made is looked at first. */
    private static boolean isKnown(Look look, Occupant vm) {
        return look.items().stream()
                .anyMatch(item -> item.purpose() == Purpose.LEAVE
                        && item.vm().equals(vm.id())
                        && item.state() == ItemState.SKIPPED);
    }

    private void stop(Look look, List<Occupant> occupants, StepContext context) {
        var there = byId(occupants);
        var room = look.maintenance().terms().maxParallel() - count(look, ItemState.STOPPING);
        look.items().stream()
                .filter(item -> item.choice() == Choice.STOP && isDue(item, context))
                .filter(item -> mayStop(there.get(item.vm())))
                .limit(Math.max(0, room))
                .forEach(item -> {
                    var paused = Objects.requireNonNull(there.get(item.vm())).state() == VmPowerState.PAUSED;
                    beginnings.begin(
                            frame(look.maintenance(), context),
                            item,
                            paused ? new Beginnings.Work.Stop() : new Beginnings.Work.ShutDown());
                });
    }

    private static boolean mayStop(@Nullable Occupant vm) {
        return vm != null
                && vm.task() == null
                && (vm.state() == VmPowerState.RUNNING || vm.state() == VmPowerState.PAUSED);
    }

    private void move(Look look, List<Occupant> occupants, StepContext context) {
        var there = byId(occupants);
        var due = look.items().stream()
                .filter(item -> item.purpose() == Purpose.LEAVE && item.choice() == Choice.MOVE && isDue(item, context))
                .filter(item -> {
                    var occupant = there.get(item.vm());
                    return occupant != null && ItemLedger.mayLeave(occupant);
                })
                .toList();
        var room = width(look) - count(look, ItemState.MOVING);
        if (due.isEmpty() || room <= 0) {
            return;
        }
        var plan = drains.plan(look, due, context.now());
        var one = look.maintenance();
        var first = plan.moves().stream().filter(move -> move.wave() == 0).toList();
        first.stream()
                .sorted(Comparator.comparing(move -> !move.from().equals(one.host()))) // who leaves comes first
                .limit(room)
                .forEach(move -> beginnings.begin(
                        frame(one, context),
                        Drains.itemOf(look, move),
                        new Beginnings.Work.Move(move.to(), move.toName(), along(move, first))));
        drains.noteBlocked(context.epoch(), one.id(), due, plan, context.now());
    }

    private static SortedSet<VmId> along(PlannedMove move, List<PlannedMove> wave) {
        return wave.stream()
                .filter(other -> other.to().equals(move.to()))
                .map(PlannedMove::vm)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isDue(Item item, StepContext context) {
        var retryAt = item.retryAt();
        return (item.state() == ItemState.WAITING || item.state() == ItemState.BLOCKED)
                && (retryAt == null || !retryAt.isAfter(context.now()));
    }

    private static Map<VmId, Occupant> byId(List<Occupant> occupants) {
        var there = new HashMap<VmId, Occupant>();
        occupants.stream().filter(vm -> !vm.arriving()).forEach(vm -> there.put(vm.id(), vm));
        return there;
    }

    private static int width(Look look) {
        var terms = look.maintenance().terms();
        var pauses = look.items().stream()
                .filter(item -> item.state() == ItemState.MOVED && item.endedAt() != null)
                .sorted(Comparator.comparing(Item::endedAt))
                .map(item -> item.figures().pauseMs())
                .filter(Objects::nonNull)
                .toList();
        return DrainPace.width(pauses, terms.pauseBoundMs(), terms.maxParallel());
    }

    private static int count(Look look, ItemState state) {
        return (int) look.items().stream().filter(item -> item.state() == state).count();
    }

    private static Beginnings.Frame frame(Maintenance one, StepContext context) {
        return new Beginnings.Frame(one, context.operation().task(), context.epoch(), context.now());
    }

    private static StepOutcome running(Look look, List<Occupant> occupants) {
        var leaving = look.items().stream()
                .filter(item -> item.purpose() == Purpose.LEAVE)
                .toList();
        var left = (int) leaving.stream().filter(item -> item.state().hasLeft()).count();
        var moving = (int)
                look.items().stream().filter(item -> item.state().underWay()).count();
        var stuck = (int)
                leaving.stream().filter(item -> item.state().needsSomebody()).count();
        var arriving = (int) occupants.stream().filter(Occupant::arriving).count();
        var detail =
                new StringBuilder("%d of %d VMs have left, %d are under way".formatted(left, leaving.size(), moving));
        if (arriving > 0) {
            detail.append(", %d are still arriving".formatted(arriving));
        }
        if (look.maintenance().paused()) {
            detail.append("; paused");
        } else if (stuck > 0) {
            detail.append("; %d need somebody's choice".formatted(stuck));
        }
        var bytesTotal = leaving.stream()
                .mapToLong(item -> item.memoryMiB() * BYTES_PER_MIB)
                .sum();
        var bytesDone = leaving.stream()
                .filter(item -> item.state().settled())
                .mapToLong(item -> item.memoryMiB() * BYTES_PER_MIB)
                .sum();
        var percent = leaving.isEmpty() ? 0 : 100 * left / leaving.size();
        return new StepOutcome.Running(
                new StepProgress(percent, bytesDone, bytesTotal, 0, detail.toString()),
                moving == 0 && stuck > 0 ? LOOK_AGAIN_WHEN_STUCK : LOOK_AGAIN);
    }

    /** What is under way is called off where that is still possible, and waited for; the host opens when the task has ended. */
    @Override
    public StepOutcome undo(StepContext context) {
        return endings.callOff(context, look -> settled(look, context));
    }
}
