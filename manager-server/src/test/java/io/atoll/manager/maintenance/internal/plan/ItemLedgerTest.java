package io.atoll.manager.maintenance.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.Purpose;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.manager.maintenance.internal.plan.ItemLedger.Ending;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.VmSubtasks.MigrationFigures;
import io.atoll.manager.vm.VmSubtasks.Occupant;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of items when tasks end and VMs come and go. */
class ItemLedgerTest {
    private static final HostId HOST = new HostId(new UUID(1, 1));
    private static final HostId OTHER = new HostId(new UUID(1, 2));
    private static final VmId VM = new VmId(new UUID(2, 1));
    private static final TaskId TASK = new TaskId(new UUID(3, 1));
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Terms STOPPING = new Terms(300, 4, true, true, 120);

    private static Occupant occupant(VmPowerState state) {
        return new Occupant(VM, "web-1", state, null, new Mebibytes(256), false);
    }

    private static Item waiting() {
        return Item.waiting(Purpose.LEAVE, VM, "web-1", 256, Choice.MOVE, HOST);
    }

    private static Item moving(int attempts) {
        var item = waiting();
        for (var i = 0; i < attempts; i++) {
            item = item.begun(ItemState.MOVING, TASK, OTHER, "n2", NOW);
        }
        return item;
    }

    private static Item after(Item item, List<Occupant> there, Map<TaskId, Ending> endings, Terms terms) {
        return ItemLedger.ofDrain(HOST, terms, new ItemLedger.Facts(List.of(item), there, endings, PAUSE, NOW))
                .getFirst();
    }

    private static Map<TaskId, Ending> failed(String why) {
        return Map.of(TASK, new Ending(TaskState.FAILED, why, Item.NO_FIGURES));
    }

    @Test
    void aVmThatNobodyKnewOfIsTakenIntoTheBooks() {
        var items = ItemLedger.ofDrain(
                HOST,
                Terms.USUAL,
                new ItemLedger.Facts(List.of(), List.of(occupant(VmPowerState.RUNNING)), Map.of(), PAUSE, NOW));
        assertThat(items).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(ItemState.WAITING);
            assertThat(item.from()).isEqualTo(HOST);
        });
    }

    @Test
    void aMoveThatFailedIsTriedTwiceMoreWithGrowingPausesThenSomebodyIsAsked() {
        var there = List.of(occupant(VmPowerState.RUNNING));
        assertThat(after(moving(1), there, failed("no"), Terms.USUAL))
                .returns(ItemState.WAITING, Item::state)
                .returns(NOW.plus(PAUSE), Item::retryAt);
        assertThat(after(moving(2), there, failed("no"), Terms.USUAL).retryAt())
                .isEqualTo(NOW.plus(PAUSE.multipliedBy(3)));
        assertThat(after(moving(3), there, failed("no"), Terms.USUAL))
                .returns(ItemState.FAILED, Item::state)
                .returns("no", Item::reason);
    }

    @Test
    void aMoveThatSucceededKeepsItsFigures() {
        var figures = new MigrationFigures(1_200L, 40L, 1L << 30);
        var done = after(moving(1), List.of(), Map.of(TASK, new Ending(TaskState.SUCCEEDED, "", figures)), Terms.USUAL);
        assertThat(done.state()).isEqualTo(ItemState.MOVED);
        assertThat(done.figures()).isEqualTo(figures);
    }

    @Test
    void whoIsThereAgainMustLeaveAgain() {
        var moved = moving(1).done(ItemState.MOVED, Item.NO_FIGURES, NOW);
        assertThat(after(moved, List.of(occupant(VmPowerState.RUNNING)), Map.of(), Terms.USUAL))
                .returns(ItemState.WAITING, Item::state)
                .returns(0, Item::attempts);
    }

    @Test
    void whoLeftByItselfIsGone() {
        assertThat(after(waiting(), List.of(), Map.of(), Terms.USUAL).state()).isEqualTo(ItemState.GONE);
    }

    @Test
    void aPausedGuestNeedsAChoiceOrIsStoppedWhereThatWasAskedFor() {
        var there = List.of(occupant(VmPowerState.PAUSED));
        assertThat(after(waiting(), there, Map.of(), Terms.USUAL).state()).isEqualTo(ItemState.BLOCKED);
        assertThat(after(waiting(), there, Map.of(), STOPPING))
                .returns(ItemState.WAITING, Item::state)
                .returns(Choice.STOP, Item::choice);
    }

    @Test
    void aHostThatDoesNotAnswerIsNoReasonToStopItsVms() {
        assertThat(after(waiting(), List.of(occupant(VmPowerState.UNKNOWN)), Map.of(), STOPPING))
                .returns(ItemState.WAITING, Item::state)
                .returns(Choice.MOVE, Item::choice);
    }

    @Test
    void whatIsSkippedStaysSkippedUntilSomebodyChoosesOtherwise() {
        var there = List.of(occupant(VmPowerState.RUNNING));
        var skipped = after(waiting().again(Choice.SKIP), there, Map.of(), Terms.USUAL);
        assertThat(skipped.state()).isEqualTo(ItemState.SKIPPED);
        assertThat(after(skipped, there, Map.of(), Terms.USUAL)).isEqualTo(skipped);
        assertThat(after(skipped.again(Choice.MOVE), there, Map.of(), Terms.USUAL)
                        .state())
                .isEqualTo(ItemState.WAITING);
    }

    private static Item room() {
        return Item.waiting(Purpose.MAKE_ROOM, VM, "web-1", 256, Choice.MOVE, OTHER);
    }

    @Test
    void whoMakesRoomAndIsBusyIsNotAskedAgainAtOnceAndThatIsNoTry() {
        var busy = ItemLedger.busy(room(), "Task 7 is at work on it.", PAUSE, NOW);
        assertThat(busy)
                .returns(ItemState.WAITING, Item::state)
                .returns(0, Item::attempts)
                .returns(NOW.plus(PAUSE), Item::retryAt);
        assertThat(ItemLedger.isMakingRoom(busy, NOW)).isTrue();
        assertThat(ItemLedger.isMakingRoom(busy, NOW.plus(PAUSE))).isFalse();
        assertThat(ItemLedger.busy(waiting(), "Task 7 is at work on it.", PAUSE, NOW))
                .returns(null, Item::retryAt);
        assertThat(ItemLedger.isMakingRoom(room().in(ItemState.FAILED, "no"), NOW))
                .isFalse();
    }

    @Test
    void attentionIsAboutThoseThatAreToLeave() {
        var failed = room().in(ItemState.FAILED, "no");
        assertThat(Attention.of(List.of(waiting(), failed))).isEmpty();
        assertThat(Attention.of(List.of(waiting().in(ItemState.BLOCKED, "No room."), failed)))
                .startsWith("1 of 1 VMs cannot leave. web-1: No room.");
    }
}
