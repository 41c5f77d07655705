package io.atoll.manager.vm.internal;

import io.atoll.manager.vm.VmPowerState;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What can be done with a VM, by its state. The table is the only place that says so; API and workflows both ask it. */
public enum VmAction {
    START(EnumSet.of(VmPowerState.STOPPED, VmPowerState.CRASHED)),
    SHUTDOWN(EnumSet.of(VmPowerState.RUNNING)),
    STOP(EnumSet.of(VmPowerState.STARTING, VmPowerState.RUNNING, VmPowerState.PAUSED, VmPowerState.STOPPING)),
    RESET(EnumSet.of(VmPowerState.RUNNING, VmPowerState.PAUSED)),
    PAUSE(EnumSet.of(VmPowerState.RUNNING)),
    RESUME(EnumSet.of(VmPowerState.PAUSED)),
    MIGRATE(EnumSet.of(VmPowerState.RUNNING)),
    DELETE(EnumSet.of(VmPowerState.STOPPED, VmPowerState.CRASHED, VmPowerState.FAILED)),
    CONSOLE(EnumSet.of(
            VmPowerState.STARTING,
            VmPowerState.RUNNING,
            VmPowerState.PAUSED,
            VmPowerState.STOPPING,
            VmPowerState.MIGRATING));

    @SuppressWarnings("ImmutableEnumChecker") // never handed out, never changed
    private final Set<VmPowerState> states;

    VmAction(EnumSet<VmPowerState> states) {
        this.states = states;
    }

    /** The name in the API. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The states in which the action makes sense. */
    public Set<VmPowerState> states() {
        return EnumSet.copyOf(states);
    }

    /** Whether the VM's condition allows the action. Looking at a VM does no harm, so a task at work does not forbid it. */
    public boolean allowedIn(VmPowerState state, boolean taskActive, boolean conflict) {
        if (!states.contains(state)) {
            return false;
        }
        return switch (this) {
            case CONSOLE -> true;
            case STOP -> !taskActive;
            case START, SHUTDOWN, RESET, PAUSE, RESUME, MIGRATE, DELETE -> !taskActive && !conflict;
        };
    }

    /** The actions of the API's {@code allowedActions}, in the table's order. */
    public static List<String> allowed(
            VmPowerState state, boolean taskActive, boolean conflict, Predicate<VmAction> permitted) {
        return EnumSet.allOf(VmAction.class).stream()
                .filter(action -> action.allowedIn(state, taskActive, conflict))
                .filter(permitted)
                .map(VmAction::apiName)
                .toList();
    }
}
