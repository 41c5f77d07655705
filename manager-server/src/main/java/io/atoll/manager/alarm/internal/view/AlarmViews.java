package io.atoll.manager.alarm.internal.view;

import io.atoll.manager.alarm.AlarmClearCause;
import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.alarm.AlarmSeverity;
import io.atoll.manager.alarm.AlarmState;
import io.atoll.manager.alarm.internal.view.AlarmView.Acknowledgement;
import io.atoll.manager.alarm.internal.view.AlarmView.Clearing;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.event.ActionPolicy;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.persistence.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads alarms as clients see them. */
@Component
public class AlarmViews implements ActionPolicy {
    public static final String KIND = "alarm";

    private static final ListDefinition LIST = ListDefinition.of("alarms", "a.*", "alarm a", "a.id")
            .sortable("raisedAt", "a.raised_at", FieldType.TIME)
            .sortable("changedAt", "a.changed_at", FieldType.TIME)
            .choice("state", "a.state", AlarmState.class)
            .choice("severity", "a.severity", AlarmSeverity.class)
            .choice("objectKind", "a.object_kind", AlarmObjectKind.class)
            .filterable("objectId", "a.object_id", FieldType.ID)
            .sortable("objectName", "a.object_name", FieldType.TEXT)
            .filterable("clusterId", "a.cluster_id", FieldType.ID)
            .filterable("definitionId", "a.definition_id", FieldType.ID)
            .sortable("definitionName", "a.definition_name", FieldType.TEXT)
            .sortable("code", "a.code", FieldType.TEXT)
            .labels("a.object_labels")
            .sortedBy("-raisedAt");

    private final JdbcClient jdbc;
    private final ListQuery lists;

    AlarmViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    public Page<AlarmView> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<AlarmView> find(UUID id, Predicate<Permission> may) {
        return jdbc.sql("select a.* from alarm a where a.id = :id")
                .param("id", id)
                .query((row, _) -> view(row, may))
                .optional();
    }

    private static AlarmView view(ResultSet columns, Predicate<Permission> may) throws SQLException {
        var row = new Row(columns);
        var state = AlarmState.valueOf(row.text("state"));
        var clearsByItself = row.flag("clears_by_itself");
        return new AlarmView(
                row.uuid("id"),
                row.bigint("revision"),
                state,
                AlarmSeverity.valueOf(row.text("severity")),
                AlarmSeverity.valueOf(row.text("worst_severity")),
                row.uuidOrNull("definition_id"),
                row.text("definition_name"),
                AlarmObjectKind.valueOf(row.text("object_kind")),
                row.uuid("object_id"),
                row.text("object_name"),
                row.labels("object_labels"),
                row.uuidOrNull("cluster_id"),
                row.text("code"),
                row.labels("parameters"),
                row.text("detail"),
                number(columns, "value"),
                number(columns, "threshold"),
                row.text("unit"),
                row.instant("raised_at"),
                row.instant("changed_at"),
                row.instantOrNull("no_data_since"),
                clearsByItself,
                acknowledgement(row),
                clearing(row),
                actions(state, clearsByItself, may));
    }

    private static @Nullable Acknowledgement acknowledgement(Row row) throws SQLException {
        var at = row.instantOrNull("acknowledged_at");
        return at == null
                ? null
                : new Acknowledgement(at, text(row, "acknowledged_by"), text(row, "acknowledged_note"));
    }

    private static @Nullable Clearing clearing(Row row) throws SQLException {
        var at = row.instantOrNull("cleared_at");
        return at == null
                ? null
                : new Clearing(
                        at,
                        AlarmClearCause.valueOf(row.text("cleared_cause")),
                        text(row, "cleared_by"),
                        text(row, "cleared_note"));
    }

    private static String text(Row row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.textOrNull(column), "");
    }

    private static @Nullable Double number(ResultSet columns, String name) throws SQLException {
        double value = columns.getDouble(name);
        return columns.wasNull() ? null : value;
    }

    private static List<String> actions(AlarmState state, boolean clearsByItself, Predicate<Permission> may) {
        var actions = new ArrayList<String>();
        if (may.test(Permission.ALARM_ACKNOWLEDGE)) {
            if (state == AlarmState.RAISED) {
                actions.add("acknowledge");
            }
            if (state != AlarmState.CLEARED && !clearsByItself) {
                actions.add("clear");
            }
        }
        return actions;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean mayOffer(String action, Caller caller) {
        return caller.may(Permission.ALARM_ACKNOWLEDGE);
    }
}
