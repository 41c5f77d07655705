package io.atoll.manager.ha.internal;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.persistence.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Incidents as clients see them. */
@Component
public class IncidentViews {
    private static final String COLUMNS = """
            i.id, i.kind, i.cluster_id, i.host_id, i.host_name, i.proof, i.started_at, i.last_at, i.ended, i.timeline,
            i.moment_count, i.left_out, i.revision""";

    private static final ListDefinition LIST = ListDefinition.of("ha-incidents", COLUMNS, "ha_incident i", "i.id")
            .sortable("startedAt", "i.started_at", FieldType.TIME)
            .sortable("lastAt", "i.last_at", FieldType.TIME)
            .sortable("kind", "i.kind", FieldType.TEXT)
            .filterable("ended", "i.ended", FieldType.BOOLEAN)
            .sortable("hostName", "i.host_name", FieldType.TEXT)
            .filterable("clusterId", "i.cluster_id", FieldType.ID)
            .filterable("hostId", "i.host_id", FieldType.ID)
            .sortedBy("-startedAt");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final TypeReference<List<StoredMoment>> TIMELINE = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ListQuery lists;

    IncidentViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /** A moment as it is stored. */
    private record StoredMoment(Instant at, String what, String text) {}

    /**
     * One incident.
     *
     * @param proof why the host counted as dead, in words; empty while, or where, nothing was proved
     * @param lastAt when the newest moment was
     * @param leftOut how many moments in the middle were left out
     * @param names of the VMs and hosts that the texts name by id, as they are called now; those that are gone are missing
     */
    public record IncidentView(
            UUID id,
            String kind,
            @Nullable UUID clusterId,
            @Nullable UUID hostId,
            String hostName,
            String proof,
            Instant startedAt,
            Instant lastAt,
            boolean ended,
            int momentCount,
            int leftOut,
            long revision,
            List<Moment> timeline,
            List<NamedObject> names) {}

    /** What happened at one moment: a stable word for programs, and a sentence for people. */
    public record Moment(Instant at, String what, String text) {}

    /** A VM or host that a text names. */
    public record NamedObject(String kind, UUID id, String name) {}

    /** A page without the timelines: they may be long. */
    public Page<IncidentView> list(PageRequest page) {
        return lists.page(LIST, page, (row, _) -> view(row, List.of(), List.of()));
    }

    public Optional<IncidentView> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from ha_incident i where i.id = :id")
                .param("id", id)
                .query((columns, _) -> {
                    var moments = new Row(columns)
                            .json("timeline", TIMELINE).stream()
                                    .map(moment -> new Moment(moment.at, moment.what, moment.text))
                                    .toList();
                    return view(columns, moments, List.of());
                })
                .optional()
                .map(this::named);
    }

    private static IncidentView view(ResultSet columns, List<Moment> timeline, List<NamedObject> names)
            throws SQLException {
        var row = new Row(columns);
        return new IncidentView(
                row.uuid("id"),
                row.text("kind"),
                row.uuidOrNull("cluster_id"),
                row.uuidOrNull("host_id"),
                row.text("host_name"),
                row.text("proof"),
                row.instant("started_at"),
                row.instant("last_at"),
                row.flag("ended"),
                row.integer("moment_count"),
                row.integer("left_out"),
                row.bigint("revision"),
                timeline,
                names);
    }

    private IncidentView named(IncidentView view) {
        var ids = new TreeMap<String, UUID>();
        view.timeline.forEach(moment -> {
            var matcher = ID.matcher(moment.text);
            while (matcher.find()) {
                ids.put(matcher.group(), UUID.fromString(matcher.group()));
            }
        });
        if (ids.isEmpty()) {
            return view;
        }
        var names = jdbc.sql("""
                select 'vm' as kind, id, name from vm where id in (:ids)
                union all select 'host', id, name from host where id in (:ids) order by kind, name
                """)
                .param("ids", ids.values())
                .query((row, _) ->
                        new NamedObject(row.getString("kind"), row.getObject("id", UUID.class), row.getString("name")))
                .list();
        return new IncidentView(
                view.id,
                view.kind,
                view.clusterId,
                view.hostId,
                view.hostName,
                view.proof,
                view.startedAt,
                view.lastAt,
                view.ended,
                view.momentCount,
                view.leftOut,
                view.revision,
                view.timeline,
                names);
    }
}
