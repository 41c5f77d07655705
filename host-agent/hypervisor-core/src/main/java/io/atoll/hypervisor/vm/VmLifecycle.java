package io.atoll.hypervisor.vm;

import io.atoll.hypervisor.vm.Transition.Allowed;
import io.atoll.hypervisor.vm.Transition.AlreadyThere;
import io.atoll.hypervisor.vm.Transition.Refused;
import io.atoll.hypervisor.vm.VmState.Crashed;
import io.atoll.hypervisor.vm.VmState.Incoming;
import io.atoll.hypervisor.vm.VmState.Migrating;
import io.atoll.hypervisor.vm.VmState.Paused;
import io.atoll.hypervisor.vm.VmState.Running;
import io.atoll.hypervisor.vm.VmState.Starting;
import io.atoll.hypervisor.vm.VmState.Stopped;
import io.atoll.hypervisor.vm.VmState.Stopping;
import java.util.EnumSet;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules of a VM's life: which command each state allows, and what each signal makes of a state. */
public final class VmLifecycle {

    private VmLifecycle() {}

    /** Whether {@code command} may run in {@code state}, and where it leads. */
    public static Transition command(VmState state, VmCommand command) {
        if (goalReached(state, command)) {
            return new AlreadyThere();
        }
        var next = next(state, command);
        return next != null ? new Allowed(next) : new Refused(reason(state, command), allowedCommands(state));
    }

    /** The commands that would do something in {@code state}. */
    public static SortedSet<VmCommand> allowedCommands(VmState state) {
        var allowed = EnumSet.noneOf(VmCommand.class);
        for (var command : VmCommand.values()) {
            if (!goalReached(state, command) && next(state, command) != null) {
                allowed.add(command);
            }
        }
        return new TreeSet<>(allowed);
    }

    /** The state after {@code signal}; the same state when the signal says nothing new about it. */
    public static VmState observe(VmState state, VmSignal signal) {
        if (!state.hasProcess()) {
            return state; // whatever arrives after the end is late news
        }
        return switch (signal) {
            case VmSignal.ProcessEnded(var cause) -> new Stopped(cause);
            // The guest itself still runs on the source: calling this a crash would invite a restart.
            case VmSignal.ProcessDied(var detail) ->
                state instanceof Incoming ? new Stopped(StopCause.INCOMING_ABORTED) : new Crashed(detail);
            case VmSignal.Launched(var paused) -> state instanceof Starting ? runningOrPaused(paused) : state;
            case VmSignal.IncomingArrived(var paused) -> state instanceof Incoming ? runningOrPaused(paused) : state;
            case VmSignal.IncomingHeld() -> state instanceof Incoming ? new Paused(PauseCause.ARRIVED) : state;
            case VmSignal.MigrationGivenUp(var paused) -> state instanceof Migrating ? runningOrPaused(paused) : state;
            case VmSignal.ShutdownIgnored() -> state instanceof Stopping ? new Running() : state;
            case VmSignal.GuestRuns() -> state instanceof Paused ? new Running() : state;
            case VmSignal.GuestPaused(var cause) ->
                switch (state) {
                    case Running(), Stopping() -> new Paused(cause);
                    case Paused(var _), Starting(), Incoming(), Migrating(), Stopped(var _), Crashed(var _) -> state;
                };
        };
    }

    private static @Nullable VmState next(VmState state, VmCommand command) {
        return switch (state) {
            case Stopped(var _), Crashed(var _) ->
                switch (command) {
                    case START -> new Starting();
                    case PREPARE_INCOMING -> new Incoming();
                    case DELETE -> state;
                    case RESUME, PAUSE, SHUTDOWN, STOP, RESET, MIGRATE, CANCEL_MIGRATION, ADMIT, ABORT_INCOMING -> null;
                };
            case Starting() -> command == VmCommand.STOP ? state : null;
            case Running() ->
                switch (command) {
                    case PAUSE -> new Paused(PauseCause.REQUESTED);
                    case SHUTDOWN -> new Stopping();
                    case MIGRATE -> new Migrating();
                    case STOP, RESET -> state;
                    case START, PREPARE_INCOMING, RESUME, CANCEL_MIGRATION, ADMIT, ABORT_INCOMING, DELETE -> null;
                };
            case Paused(var cause)
            when cause == PauseCause.ARRIVED ->
                switch (command) {
                    case ADMIT -> new Running();
                    case STOP, ABORT_INCOMING -> state;
                    // Whether it may run here is not settled, and only what settles it lets it go on.
                    case START, PREPARE_INCOMING, RESUME, PAUSE, SHUTDOWN, RESET, MIGRATE, CANCEL_MIGRATION, DELETE ->
                        null;
                };
            case Paused(var _) ->
                switch (command) {
                    case RESUME -> new Running();
                    case MIGRATE -> new Migrating();
                    case STOP, RESET -> state;
                    case START, PREPARE_INCOMING, PAUSE, SHUTDOWN, CANCEL_MIGRATION, ADMIT, ABORT_INCOMING, DELETE ->
                        null;
                };
            case Stopping() ->
                switch (command) {
                    case SHUTDOWN, STOP, RESET -> state;
                    case START,
                            PREPARE_INCOMING,
                            RESUME,
                            PAUSE,
                            MIGRATE,
                            CANCEL_MIGRATION,
                            ADMIT,
                            ABORT_INCOMING,
                            DELETE -> null;
                };
            case Incoming() -> command == VmCommand.ABORT_INCOMING ? state : null;
            case Migrating() -> command == VmCommand.CANCEL_MIGRATION ? state : null;
        };
    }

    private static boolean goalReached(VmState state, VmCommand command) {
        return switch (command) {
            case RESUME -> state instanceof Running;
            case PAUSE -> state instanceof Paused(var cause) && cause != PauseCause.ARRIVED;
            case ADMIT ->
                state instanceof Running || (state instanceof Paused(var cause) && cause != PauseCause.ARRIVED);
            case SHUTDOWN, STOP, ABORT_INCOMING -> !state.hasProcess();
            case START, PREPARE_INCOMING, RESET, MIGRATE, CANCEL_MIGRATION, DELETE -> false;
        };
    }

    private static String reason(VmState state, VmCommand command) {
        var asked = command.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var why = switch (state) {
            case Stopped(var cause) -> "it is stopped (%s)".formatted(cause.label());
            case Crashed(var detail) -> "it has crashed (%s)".formatted(detail);
            case Starting() -> "it is still starting";
            case Running() -> "it is running";
            case Paused(var cause) ->
                cause == PauseCause.ARRIVED
                        ? "it has arrived from another host and is not this host's yet"
                        : "it is paused";
            case Stopping() -> "it has been asked to shut down";
            case Incoming() -> "it is being received from another host";
            case Migrating() -> "it is being migrated to another host";
        };
        return "%s is not possible because %s".formatted(asked, why);
    }

    private static VmState runningOrPaused(boolean paused) {
        return paused ? new Paused(PauseCause.REQUESTED) : new Running();
    }
}
