package io.atoll.manager.alarm.internal.definition;

import io.atoll.manager.alarm.AlarmObjectKind;
import io.atoll.manager.api.Metadata;
import io.atoll.manager.api.ObjectView;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Definitions as clients see them. */
@Component
public class DefinitionViews implements ActionPolicy {
    static final String KIND = "alarm-definition";

    private static final String COLUMNS = """
            d.*, coalesce(s.objects, 0) as objects, coalesce(s.objects_without_data, 0) as without_data,
            (select count(*) from alarm a where a.definition_id = d.id and a.state <> 'CLEARED') as standing""";
    private static final String FROM =
            "alarm_definition d left join alarm_definition_sight s on s.definition_id = d.id";

    private static final ListDefinition LIST = ListDefinition.of("alarm-definitions", COLUMNS, FROM, "d.id")
            .sortable("metadata.name", "lower(d.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "d.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "d.updated_at", FieldType.TIME)
            .choice("spec.objectKind", "d.object_kind", AlarmObjectKind.class)
            .filterable("spec.enabled", "d.enabled", FieldType.BOOLEAN)
            .labels("d.labels")
            .sortedBy("metadata.name");

    private static final TypeReference<Target> TARGET = new TypeReference<>() {};
    private static final TypeReference<Condition> CONDITION = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ListQuery lists;

    DefinitionViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /** What people want watched. */
    public record DefinitionSpec(
            String description, boolean enabled, AlarmObjectKind objectKind, Target target, Condition condition) {}

    /**
     * What is known of it.
     *
     * @param builtin which of the definitions of a new installation it was
     * @param objects how many it watches, as the leader last counted
     * @param objectsWithoutData of these, how many have given no value for five minutes: no alarm is raised or cleared for them
     */
    public record DefinitionStatus(
            @Nullable String builtin, int objects, int objectsWithoutData, long alarmsStanding) {}

    public Page<ObjectView<DefinitionSpec, DefinitionStatus>> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<ObjectView<DefinitionSpec, DefinitionStatus>> find(UUID id, Predicate<Permission> may) {
        return jdbc.sql("select " + COLUMNS + " from " + FROM + " where d.id = :id")
                .param("id", id)
                .query((row, _) -> view(row, may))
                .optional();
    }

    private static ObjectView<DefinitionSpec, DefinitionStatus> view(ResultSet columns, Predicate<Permission> may)
            throws SQLException {
        var row = new Row(columns);
        var metadata = new Metadata(
                row.uuid("id"),
                row.text("name"),
                row.labels("labels"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"));
        var spec = new DefinitionSpec(
                row.text("description"),
                row.flag("enabled"),
                AlarmObjectKind.valueOf(row.text("object_kind")),
                row.json("target", TARGET),
                row.json("condition", CONDITION));
        var status = new DefinitionStatus(
                row.textOrNull("builtin"), row.integer("objects"), row.integer("without_data"), row.bigint("standing"));
        return new ObjectView<>(
                metadata, spec, status, may.test(Permission.ALARM_DEFINE) ? List.of("edit", "delete") : List.of());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean mayOffer(String action, Caller caller) {
        return caller.may(Permission.ALARM_DEFINE);
    }
}
