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
    POWER_STATE(AlarmObjectKind.VM, "powerState", names(VmPowerState.values())),
    HA_STATE(AlarmObjectKind.VM, "haState", names(HaStatus.State.values())),
    POOL_STATE(AlarmObjectKind.POOL, "poolState", names(Pool.State.values())),
    TASK_STATE(AlarmObjectKind.TASK, "taskState", List.of("FAILED")),
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
