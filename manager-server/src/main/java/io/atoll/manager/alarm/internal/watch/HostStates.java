package io.atoll.manager.alarm.internal.watch;

import io.atoll.manager.alarm.internal.definition.StateProperty;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.persistence.Row;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a host stands, apart from figures: its connection, and what maintenance, power saving and its power control say of it.
 *
 * @param asleep whether power saving has switched it off: it is silent, and nobody is to be woken for that
 */
record HostStates(boolean asleep, Map<StateProperty, String> states, Map<StateProperty, String> reasons) {
    /** Whether power saving has switched off a host {@code h}. */
    static final String IS_ASLEEP =
            "exists (select from dpm_host d where d.host_id = h.id and d.state in ('SWITCHING_OFF', 'ASLEEP', 'WAKING'))";

    /**
     * Whether a host {@code h} may be off on purpose: it is in maintenance and proved empty, so that people may switch it off, or a task is
     * switching it. Its silence is no news then; whoever answers in its place is.
     */
    static final String IS_OFF_ON_PURPOSE = """
            (exists (select from host_maintenance m where m.host_id = h.id and m.state = 'IN_MAINTENANCE' and m.safe_at is not null)
             or exists (select from task t join task_object o on o.task_id = t.id
                         where t.kind in ('host.power-off', 'host.power-cycle', 'host.test-wake') and t.ended_at is null
                           and o.kind = 'host' and o.object_id = h.id::text))""";

    /** Columns of a host {@code h}, for {@link #of}; {@code :now} is the time. */
    static final String COLUMNS = IS_ASLEEP + " as asleep, h.state = 'DISCONNECTED' and " + IS_OFF_ON_PURPOSE + """
             as off_on_purpose,
            coalesce((select m.attention from host_maintenance m where m.host_id = h.id and m.ended_at is null
                       and not exists (select from dpm_host d where d.host_id = h.id)), '') as drain_waits,
            (select d.reason from dpm_host d where d.host_id = h.id and d.state = 'FAILED') as saving_failed,
            (select t.detail from dpm_host_trouble t where t.host_id = h.id and (t.until is null or t.until > :now)
                and t.code not in ('mode', 'excluded', 'room-wanted', 'ha-spare', 'drain-cancelled', 'in-maintenance')) as saving_trouble,
            (select p.failure_detail from host_power p where p.host_id = h.id) as control_fails""";

    static HostStates of(Row row) throws SQLException {
        var states = new EnumMap<StateProperty, String>(StateProperty.class);
        var reasons = new EnumMap<StateProperty, String>(StateProperty.class);
        var asleep = row.flag("asleep");
        if (!asleep && !row.flag("off_on_purpose")) {
            states.put(
                    StateProperty.CONNECTION_STATE,
                    HostPhase.valueOf(row.text("state")).name());
        }
        var waits = row.text("drain_waits");
        if (!waits.isEmpty()) {
            states.put(StateProperty.DRAIN_STATE, "WAITS_FOR_CHOICE");
            reasons.put(StateProperty.DRAIN_STATE, waits);
        }
        var failed = row.textOrNull("saving_failed");
        var trouble = row.textOrNull("saving_trouble");
        if (failed != null) {
            states.put(StateProperty.POWER_SAVING_STATE, "FAILED");
            reasons.put(StateProperty.POWER_SAVING_STATE, failed);
        } else if (trouble != null) {
            states.put(StateProperty.POWER_SAVING_STATE, "TROUBLE");
            reasons.put(StateProperty.POWER_SAVING_STATE, trouble);
        }
        var failing = row.textOrNull("control_fails");
        if (failing != null) {
            states.put(StateProperty.POWER_CONTROL_STATE, "FAILING");
            reasons.put(StateProperty.POWER_CONTROL_STATE, failing);
        }
        return new HostStates(asleep, states, reasons);
    }
}
