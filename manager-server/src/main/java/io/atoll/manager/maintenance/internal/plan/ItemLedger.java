package io.atoll.manager.maintenance.internal.plan;

import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.VmSubtasks.MigrationFigures;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what was begun with what became of it, and the items of a host with the VMs that are on it. */
public final class ItemLedger {
    /** How often something is tried before somebody is asked. */
    public static final int MOST_ATTEMPTS = 3;

    private static final int PAUSE_GROWTH = 3;

    private ItemLedger() {}

    /** How a task ended. */
    public record Ending(TaskState state, String detail, MigrationFigures figures) {}

    /**
     * What is known at one look.
     *
     * @param endings of the items' tasks that have ended
     * @param pause how long is waited before the second try; three times as long before the third
     */
    public record Facts(
            List<Item> items, List<Occupant> occupants, Map<TaskId, Ending> endings, Duration pause, Instant now) {
        public Facts {
            items = List.copyOf(items);
            occupants = List.copyOf(occupants);
            endings = Map.copyOf(endings);
        }
    }

    /** All items as they are now, new ones for VMs that nobody knew of included. */
    public static List<Item> ofDrain(HostId host, Terms terms, Facts facts) {
        var there = new HashMap<VmId, Occupant>();
        facts.occupants.stream().filter(one -> !one.arriving()).forEach(one -> there.put(one.id(), one));
        var after = new ArrayList<Item>();
        for (var item : facts.items) {
            var now = ended(item, facts);
            var mine = now.purpose() == Purpose.LEAVE;
            after.add(mine ? leaving(now, there.remove(now.vm()), terms) : now);
        }
        facts.occupants.stream()
                .filter(one -> there.containsKey(one.id()))
                .map(one -> leaving(
                        Item.waiting(
                                Purpose.LEAVE,
                                one.id(),
                                one.name(),
                                one.memory().value(),
                                Choice.MOVE,
                                host),
                        one,
                        terms))
                .forEach(after::add);
        return after;
    }

    /** The same of items that have nothing to do with who is on the host. */
    public static List<Item> ofErrands(Facts facts) {
        return facts.items.stream().map(item -> ended(item, facts)).toList();
    }

    private static Item ended(Item item, Facts facts) {
        var task = item.task();
        var ending = task == null || !item.state().underWay() ? null : facts.endings.get(task);
        if (ending == null) {
            return item;
        }
        return switch (ending.state) {
            case SUCCEEDED -> item.done(success(item.state()), ending.figures, facts.now);
            case CANCELLED -> item.failed("Its task was cancelled.", null, ItemState.FAILED);
            case FAILED, QUEUED, RUNNING, ROLLING_BACK -> again(item, ending.detail, facts.pause, facts.now);
        };
    }

    private static ItemState success(ItemState underWay) {
        return switch (underWay) {
            case MOVING -> ItemState.MOVED;
            case STOPPING -> ItemState.STOPPED;
            case STARTING -> ItemState.STARTED;
            case WAITING, BLOCKED, MOVED, STOPPED, STARTED, SKIPPED, FAILED, GONE ->
                throw new IllegalArgumentException(underWay + " is not under way");
        };
    }

    private static Item again(Item item, String why, Duration pause, Instant now) {
        return item.attempts() >= MOST_ATTEMPTS
                ? item.failed(why, null, ItemState.FAILED)
                : item.failed(why, tryAgainAt(item.attempts(), pause, now), ItemState.WAITING);
    }

    /** The item when its task could not even begin, and that counts as a try. */
    public static Item refused(Item item, String why, Duration pause, Instant now) {
        return item.attempts() + 1 >= MOST_ATTEMPTS
                ? item.refused(why, now, ItemState.FAILED)
                : item.refused(why, tryAgainAt(item.attempts() + 1, pause, now), ItemState.WAITING);
    }

    /**
     * The item when somebody else is at work on its VM, which is no try. Who makes room is not asked for that again at once, so that
     * those who want the room wait, and are not called stuck meanwhile.
     */
    public static Item busy(Item item, String why, Duration pause, Instant now) {
        return item.purpose() == Purpose.MAKE_ROOM
                ? item.failed(why, now.plus(pause), ItemState.WAITING)
                : item.in(ItemState.WAITING, why);
    }

    /** Whether room is being made by it, or will be tried again soon. */
    public static boolean isMakingRoom(Item item, Instant now) {
        var retryAt = item.retryAt();
        return item.purpose() == Purpose.MAKE_ROOM
                && (item.state().underWay()
                        || (item.state() == ItemState.WAITING && retryAt != null && retryAt.isAfter(now)));
    }

    private static Instant tryAgainAt(int attempts, Duration pause, Instant now) {
        return now.plus(attempts > 1 ? pause.multipliedBy(PAUSE_GROWTH) : pause);
    }

    private static Item leaving(Item item, @Nullable Occupant there, Terms terms) {
        if (there == null) {
            return switch (item.state()) {
                case WAITING, BLOCKED, FAILED, SKIPPED -> item.in(ItemState.GONE, "It is not on the host any more.");
                case MOVING, MOVED, STOPPING, STOPPED, STARTING, STARTED, GONE -> item;
            };
        }
        var here = switch (item.state()) {
            case MOVED, STOPPED, GONE -> item.again(item.choice()); // it is back
            case WAITING, BLOCKED, MOVING, STOPPING, STARTING, STARTED, SKIPPED, FAILED -> item;
        };
        if (here.state().underWay()) {
            return here;
        }
        var judged = judged(here, there);
        return judged.state().needsSomebody() && judged.choice() == Choice.MOVE && terms.stopRemaining()
                ? judged.again(Choice.STOP)
                : judged;
    }

    private static Item judged(Item item, Occupant there) {
        return switch (item.choice()) {
            case SKIP -> item.in(ItemState.SKIPPED, "Somebody chose to leave it here.");
            case STOP -> item.state() == ItemState.SKIPPED ? item.again(Choice.STOP) : item;
            case MOVE -> {
                if (there.state() == VmPowerState.UNKNOWN) {
                    yield item.in(ItemState.WAITING, "Its host does not answer, so nobody knows whether it runs.");
                }
                var blocker = blocker(there);
                if (blocker != null) {
                    yield item.in(ItemState.BLOCKED, blocker);
                }
                yield item.state() == ItemState.SKIPPED ? item.again(Choice.MOVE) : item;
            }
        };
    }

    /** Why a VM cannot be moved in its state; null: nothing stands in the way for long. */
    public static @Nullable String blocker(Occupant vm) {
        if (vm.task() != null) {
            return null; // it is waited for
        }
        return switch (vm.state()) {
            case PAUSED -> "It is paused, and only running VMs can move. Resume it, or stop it, or leave it here.";
            case CREATING, STOPPED, STARTING, RUNNING, STOPPING, MIGRATING, CRASHED, UNKNOWN, DELETING, FAILED -> null;
        };
    }

    /** Whether a VM can begin to leave now. */
    public static boolean mayLeave(Occupant vm) {
        return !vm.arriving() && vm.task() == null && vm.state() == VmPowerState.RUNNING;
    }
}
