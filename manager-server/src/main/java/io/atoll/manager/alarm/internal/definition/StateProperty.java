package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.ha.HaStatus;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.vm.VmPowerState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a STATE condition can be about. The names are API. */
public enum StateProperty {
    CONNECTION_STATE(AlarmObjectKind.HOST, "connectionState", names(HostPhase.values())),
    /** Emptying it for maintenance waits for somebody's choice. */
    DRAIN_STATE(AlarmObjectKind.HOST, "drainState", List.of("WAITS_FOR_CHOICE")),
    /** FAILED: it was to be woken, and does not serve; TROUBLE: it is not parked any more, because something went wrong. */
    POWER_SAVING_STATE(AlarmObjectKind.HOST, "powerSavingState", List.of("FAILED", "TROUBLE")),
    /** What switches it off and on was asked last, and did not answer as it should. */
    POWER_CONTROL_STATE(AlarmObjectKind.HOST, "powerControlState", List.of("FAILING")),
    POWER_STATE(AlarmObjectKind.VM, "powerState", names(VmPowerState.values())),
    HA_STATE(AlarmObjectKind.VM, "haState", names(HaStatus.State.values())),
    POOL_STATE(AlarmObjectKind.POOL, "poolState", names(Pool.State.values())),
    TASK_STATE(AlarmObjectKind.TASK, "taskState", List.of("FAILED")),
    /** STOPPED: a host of it failed, and nothing new begins until somebody has looked. */
    ROLLING_MAINTENANCE_STATE(AlarmObjectKind.CLUSTER, "rollingMaintenanceState", List.of("STOPPED")),
    /** VIOLATED: some rule that must hold does not. */
    PLACEMENT_RULE_STATE(AlarmObjectKind.CLUSTER, "placementRuleState", List.of("VIOLATED")),
    /** OVERCOMMITTED: more is reserved in the cluster, or in a pool of it, than it has. */
    RESOURCE_POOL_STATE(AlarmObjectKind.CLUSTER, "resourcePoolState", List.of("OVERCOMMITTED")),
    /** LACKING: some host lacks CPU features of VMs that run on others. */
    CPU_BASELINE_STATE(AlarmObjectKind.CLUSTER, "cpuBaselineState", List.of("LACKING")),
    /** What HA says of itself in a cluster: an alarm for each code and host. Without values, all codes. */
    HA_CONCERN(AlarmObjectKind.CLUSTER, "haConcern", List.of());

    private final AlarmObjectKind kind;
    private final String property;

    @SuppressWarnings("ImmutableEnumChecker") // made unmodifiable
    private final List<String> values;

    StateProperty(AlarmObjectKind kind, String property, List<String> values) {
        this.kind = kind;
        this.property = property;
        this.values = List.copyOf(values);
    }

    public AlarmObjectKind kind() {
        return kind;
    }

    /** Its name in the API. */
    public String property() {
        return property;
    }

    /** The values there are; empty: any code. */
    public List<String> known() {
        return values;
    }

    public static Optional<StateProperty> named(AlarmObjectKind kind, String property) {
        return Arrays.stream(values())
                .filter(state -> state.kind == kind && state.property.equals(property))
                .findFirst();
    }

    public static List<String> namesOf(AlarmObjectKind kind) {
        return Arrays.stream(values())
                .filter(state -> state.kind == kind)
                .map(StateProperty::property)
                .toList();
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).toList();
    }
}
