package io.atoll.manager.maintenance.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.maintenance.internal.plan.PlannedMove;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which item a planned move belongs to. */
class DrainsTest {
    private static final HostId HOST = new HostId(new UUID(1, 1));
    private static final HostId SECOND = new HostId(new UUID(1, 2));
    private static final HostId THIRD = new HostId(new UUID(1, 3));
    private static final VmId VM = new VmId(new UUID(2, 1));
    private static final TaskId TASK = new TaskId(new UUID(3, 1));
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static Bookkeeping.Look look(Item... items) {
        var one = new Maintenance(
                new UUID(4, 1),
                1,
                new ClusterId(new UUID(5, 1)),
                HOST,
                "n1",
                MaintenanceState.ENTERING,
                NOW,
                false,
                "",
                "ann",
                Terms.USUAL,
                TASK,
                null,
                null,
                "",
                List.of(),
                null,
                NOW,
                NOW,
                null);
        return new Bookkeeping.Look(one, List.of(items));
    }

    private static PlannedMove move(HostId from, HostId to) {
        return new PlannedMove(VM, "db-1", 256, from, to, "n", 0, 0, Duration.ZERO, Duration.ZERO);
    }

    private static Item room() {
        return Item.waiting(Purpose.MAKE_ROOM, VM, "db-1", 256, Choice.MOVE, SECOND);
    }

    @Test
    void aMoveToMakeRoomThatWaitsForAnotherTryIsTheSame() {
        var waits = room().begun(ItemState.MOVING, TASK, THIRD, "n3", NOW).failed("no", NOW, ItemState.WAITING);
        assertThat(Drains.itemOf(look(waits), move(SECOND, THIRD))).isEqualTo(waits);
    }

    @Test
    void aVmThatHasMadeRoomCanDoSoOnceMore() {
        var moved = room().begun(ItemState.MOVING, TASK, THIRD, "n3", NOW).done(ItemState.MOVED, Item.NO_FIGURES, NOW);
        var second = Drains.itemOf(look(moved), move(THIRD, SECOND));
        assertThat(second)
                .returns(Purpose.MAKE_ROOM, Item::purpose)
                .returns(ItemState.WAITING, Item::state)
                .returns(0, Item::attempts);
        assertThat(second.wave())
                .as("the key of an item is its purpose, VM and wave")
                .isNotEqualTo(moved.wave());
    }
}
