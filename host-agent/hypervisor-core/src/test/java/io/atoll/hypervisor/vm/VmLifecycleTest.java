package io.atoll.hypervisor.vm;

import static io.atoll.hypervisor.vm.VmCommand.ABORT_INCOMING;
import static io.atoll.hypervisor.vm.VmCommand.ADMIT;
import static io.atoll.hypervisor.vm.VmCommand.CANCEL_MIGRATION;
import static io.atoll.hypervisor.vm.VmCommand.DELETE;
import static io.atoll.hypervisor.vm.VmCommand.MIGRATE;
import static io.atoll.hypervisor.vm.VmCommand.PAUSE;
import static io.atoll.hypervisor.vm.VmCommand.PREPARE_INCOMING;
import static io.atoll.hypervisor.vm.VmCommand.RESET;
import static io.atoll.hypervisor.vm.VmCommand.RESUME;
import static io.atoll.hypervisor.vm.VmCommand.SHUTDOWN;
import static io.atoll.hypervisor.vm.VmCommand.START;
import static io.atoll.hypervisor.vm.VmCommand.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hypervisor.vm.Transition.Allowed;
import io.atoll.hypervisor.vm.Transition.AlreadyThere;
import io.atoll.hypervisor.vm.Transition.Refused;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VmLifecycleTest {

    private static final VmState STOPPED = new VmState.Stopped(StopCause.GUEST_SHUTDOWN);
    private static final VmState CRASHED = new VmState.Crashed("killed by signal 11");
    private static final VmState STARTING = new VmState.Starting();
    private static final VmState RUNNING = new VmState.Running();
    private static final VmState PAUSED = new VmState.Paused(PauseCause.REQUESTED);
    private static final VmState IO_ERROR = new VmState.Paused(PauseCause.IO_ERROR);
    private static final VmState ARRIVED = new VmState.Paused(PauseCause.ARRIVED);
    private static final VmState STOPPING = new VmState.Stopping();
    private static final VmState INCOMING = new VmState.Incoming();
    private static final VmState MIGRATING = new VmState.Migrating();
    private static final List<VmState> ALL =
            List.of(STOPPED, CRASHED, STARTING, RUNNING, PAUSED, IO_ERROR, ARRIVED, STOPPING, INCOMING, MIGRATING);

    /** State, what each allowed command leads to, and the commands that find their goal reached. Everything else is refused. */
    private record Row(VmState state, Map<VmCommand, VmState> allowed, Set<VmCommand> alreadyThere) {}

    private static final List<Row> TABLE = List.of(
            new Row(
                    STOPPED,
                    Map.of(START, STARTING, PREPARE_INCOMING, INCOMING, DELETE, STOPPED),
                    Set.of(SHUTDOWN, STOP, ABORT_INCOMING)),
            new Row(
                    CRASHED,
                    Map.of(START, STARTING, PREPARE_INCOMING, INCOMING, DELETE, CRASHED),
                    Set.of(SHUTDOWN, STOP, ABORT_INCOMING)),
            new Row(STARTING, Map.of(STOP, STARTING), Set.of()),
            new Row(
                    RUNNING,
                    Map.of(PAUSE, PAUSED, SHUTDOWN, STOPPING, STOP, RUNNING, RESET, RUNNING, MIGRATE, MIGRATING),
                    Set.of(RESUME, ADMIT)),
            new Row(
                    PAUSED,
                    Map.of(RESUME, RUNNING, STOP, PAUSED, RESET, PAUSED, MIGRATE, MIGRATING),
                    Set.of(PAUSE, ADMIT)),
            new Row(
                    IO_ERROR,
                    Map.of(RESUME, RUNNING, STOP, IO_ERROR, RESET, IO_ERROR, MIGRATE, MIGRATING),
                    Set.of(PAUSE, ADMIT)),
            new Row(ARRIVED, Map.of(ADMIT, RUNNING, STOP, ARRIVED, ABORT_INCOMING, ARRIVED), Set.of()),
            new Row(STOPPING, Map.of(SHUTDOWN, STOPPING, STOP, STOPPING, RESET, STOPPING), Set.of()),
            new Row(INCOMING, Map.of(ABORT_INCOMING, INCOMING), Set.of()),
            new Row(MIGRATING, Map.of(CANCEL_MIGRATION, MIGRATING), Set.of()));

    @TestFactory
    Stream<DynamicTest> everyCommandInEveryStateDoesWhatTheTableSays() {
        return TABLE.stream()
                .flatMap(row -> Arrays.stream(VmCommand.values())
                        .map(command -> DynamicTest.dynamicTest(row.state + " " + command, () -> check(row, command))));
    }

    private static void check(Row row, VmCommand command) {
        var answer = VmLifecycle.command(row.state, command);
        var next = row.allowed.get(command);
        if (next != null) {
            assertThat(answer).isEqualTo(new Allowed(next));
        } else if (row.alreadyThere.contains(command)) {
            assertThat(answer).isEqualTo(new AlreadyThere());
        } else {
            assertThat(answer).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.allowedCommands()).containsExactlyInAnyOrderElementsOf(row.allowed.keySet());
                assertThat(refused.reason()).contains(" is not possible because it ");
            });
        }
    }

    @Test
    void theTableNamesEveryState() {
        assertThat(TABLE.stream().map(Row::state)).containsExactlyElementsOf(ALL);
        assertThat(ALL.stream().map(Object::getClass))
                .containsAll(Arrays.asList(VmState.class.getPermittedSubclasses()));
    }

    @Test
    void aRefusalSaysWhyAndWhatElse() {
        assertThat(VmLifecycle.command(CRASHED, PAUSE))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo("pause is not possible because it has crashed (killed by signal 11)"));
    }

    static Stream<Arguments> signals() {
        var moves = new LinkedHashMap<VmSignal, Map<VmState, VmState>>();
        moves.put(new VmSignal.Launched(false), Map.of(STARTING, RUNNING));
        moves.put(new VmSignal.Launched(true), Map.of(STARTING, PAUSED));
        moves.put(new VmSignal.GuestRuns(), Map.of(PAUSED, RUNNING, IO_ERROR, RUNNING, ARRIVED, RUNNING));
        moves.put(new VmSignal.GuestPaused(PauseCause.IO_ERROR), Map.of(RUNNING, IO_ERROR, STOPPING, IO_ERROR));
        moves.put(new VmSignal.ShutdownIgnored(), Map.of(STOPPING, RUNNING));
        moves.put(new VmSignal.IncomingArrived(false), Map.of(INCOMING, RUNNING));
        moves.put(new VmSignal.IncomingArrived(true), Map.of(INCOMING, PAUSED));
        moves.put(new VmSignal.IncomingHeld(), Map.of(INCOMING, ARRIVED));
        moves.put(new VmSignal.MigrationGivenUp(false), Map.of(MIGRATING, RUNNING));
        moves.put(new VmSignal.MigrationGivenUp(true), Map.of(MIGRATING, PAUSED));
        return moves.entrySet().stream()
                .flatMap(entry -> ALL.stream()
                        .map(state -> Arguments.of(
                                state, entry.getKey(), entry.getValue().getOrDefault(state, state))));
    }

    @ParameterizedTest(name = "{0} hears {1}")
    @MethodSource("signals")
    void aSignalMovesOnlyTheStatesItIsAbout(VmState state, VmSignal signal, VmState expected) {
        assertThat(VmLifecycle.observe(state, signal)).isEqualTo(expected);
    }

    @Test
    void theEndOfTheProcessEndsEveryStateThatHasOne() {
        for (var state : ALL) {
            var ended = VmLifecycle.observe(state, new VmSignal.ProcessEnded(StopCause.HOST_STOP));
            assertThat(ended).isEqualTo(state.hasProcess() ? new VmState.Stopped(StopCause.HOST_STOP) : state);
        }
    }

    @Test
    void aDeathIsACrashExceptOfAProcessThatOnlyWaitedForAGuest() {
        var death = new VmSignal.ProcessDied("signal 9");
        for (var state : List.of(STARTING, RUNNING, PAUSED, ARRIVED, STOPPING, MIGRATING)) {
            assertThat(VmLifecycle.observe(state, death)).isEqualTo(new VmState.Crashed("signal 9"));
        }
        assertThat(VmLifecycle.observe(INCOMING, death)).isEqualTo(new VmState.Stopped(StopCause.INCOMING_ABORTED));
    }
}
