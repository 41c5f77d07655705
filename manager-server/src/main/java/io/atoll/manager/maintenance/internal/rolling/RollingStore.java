package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code rolling_maintenance} and {@code rolling_host}. Writing wants the caller's transaction. */
@Component
public class RollingStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether a host that was left out is in maintenance for the set is not written down: people may take it back any time. */
    private static final String HOSTS = """
            select h.*, h.state = 'SKIPPED' and exists (
                       select 1 from host_maintenance m
                         join rolling_maintenance r on r.id = h.rolling_id
                         join task_object o on o.kind = 'maintenance' and o.object_id = m.id::text
                         join task t on t.id = o.task_id and t.parent_id = r.task_id
                        where m.host_id = h.host_id and m.ended_at is null) stays_out
              from rolling_host h""";

    private final JdbcClient jdbc;
    private final Clock clock;

    RollingStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One rolling maintenance without its hosts.
     *
     * @param outcome how it ended; null: it has not
     */
    public record Rolling(
            UUID id,
            long revision,
            ClusterId cluster,
            boolean paused,
            RollingSettings settings,
            String requestedBy,
            TaskId task,
            @Nullable String outcome,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant endedAt) {}

    void insert(UUID id, ClusterId cluster, RollingSettings settings, String requestedBy, TaskId task) {
        jdbc.sql("""
                insert into rolling_maintenance (id, revision, cluster_id, settings, requested_by, task_id, created_at,
                    updated_at)
                values (:id, 1, :cluster, cast(:settings as jsonb), :by, :task, :now, :now)
                """)
                .param("id", id)
                .param("cluster", cluster.value())
                .param("settings", JSON.writeValueAsString(settings))
                .param("by", requestedBy)
                .param("task", task.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    public Optional<Rolling> find(UUID id) {
        return one("id = :value", id, "");
    }

    Optional<Rolling> lock(UUID id) {
        return one("id = :value", id, " for update");
    }

    Optional<Rolling> ofTask(TaskId task) {
        return one("task_id = :value", task.value(), "");
    }

    Optional<Rolling> active(ClusterId cluster) {
        return one("ended_at is null and cluster_id = :value", cluster.value(), "");
    }

    private Optional<Rolling> one(String condition, UUID value, String lock) {
        return jdbc.sql("select * from rolling_maintenance where " + condition + lock)
                .param("value", value)
                .query((columns, _) -> rolling(new Row(columns)))
                .optional();
    }

    static Rolling rolling(Row row) throws SQLException {
        return new Rolling(
                row.uuid("id"),
                row.bigint("revision"),
                new ClusterId(row.uuid("cluster_id")),
                row.flag("paused"),
                Objects.requireNonNull(row.jsonOrNull("settings", RollingSettings.class)),
                row.text("requested_by"),
                new TaskId(row.uuid("task_id")),
                row.textOrNull("outcome"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instantOrNull("ended_at"));
    }

    void paused(UUID id, boolean paused) {
        jdbc.sql("update rolling_maintenance set paused = :paused where id = :id")
                .param("paused", paused)
                .param("id", id)
                .update();
        touch(id);
    }

    void ended(UUID id, String outcome) {
        jdbc.sql("update rolling_maintenance set outcome = :outcome, ended_at = :now where id = :id")
                .param("outcome", outcome)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
        touch(id);
    }

    void touch(UUID id) {
        jdbc.sql("update rolling_maintenance set revision = revision + 1, updated_at = :now where id = :id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    /** Whether a maintenance is carried out for this rolling one: some task of its is about it. */
    boolean isPart(UUID rolling, UUID maintenance) {
        return jdbc.sql("""
                select exists (select 1 from rolling_maintenance r
                                 join task t on t.parent_id = r.task_id
                                 join task_object o on o.task_id = t.id
                                where r.id = :rolling and o.kind = 'maintenance' and o.object_id = :maintenance)
                """)
                .param("rolling", rolling)
                .param("maintenance", maintenance.toString())
                .query(Boolean.class)
                .single();
    }

    public List<RollingHost> hosts(UUID rolling) {
        return jdbc.sql(HOSTS + " where h.rolling_id = :id order by h.ordinal, h.host_id")
                .param("id", rolling)
                .query((columns, _) -> host(new Row(columns)))
                .list();
    }

    /** The hosts of several, each list in its order; those without any are missing. */
    Map<UUID, List<RollingHost>> hostsOf(List<UUID> rollings) {
        var hosts = new HashMap<UUID, List<RollingHost>>();
        if (!rollings.isEmpty()) {
            jdbc.sql(HOSTS + " where h.rolling_id in (:ids) order by h.ordinal, h.host_id")
                    .param("ids", rollings)
                    .query(columns -> {
                        var row = new Row(columns);
                        hosts.computeIfAbsent(row.uuid("rolling_id"), _ -> new ArrayList<>())
                                .add(host(row));
                    });
        }
        return hosts;
    }

    private static RollingHost host(Row row) throws SQLException {
        var failedIn = row.textOrNull("failed_in");
        var task = row.uuidOrNull("task_id");
        return new RollingHost(
                new HostId(row.uuid("host_id")),
                row.text("host_name"),
                row.integer("ordinal"),
                row.flag("canary"),
                State.valueOf(row.text("state")),
                failedIn == null ? null : State.valueOf(failedIn),
                task == null ? null : new TaskId(task),
                row.instant("since"),
                row.text("reason"),
                row.flag("stays_out"));
    }

    void save(UUID rolling, RollingHost host) {
        var task = host.task();
        var failedIn = host.failedIn();
        jdbc.sql("""
                insert into rolling_host (rolling_id, host_id, host_name, ordinal, canary, state, failed_in, task_id, since,
                    reason)
                values (:rolling, :host, :name, :ordinal, :canary, :state, :failedIn, :task, :since, :reason)
                on conflict (rolling_id, host_id) do update set state = excluded.state, failed_in = excluded.failed_in,
                    task_id = excluded.task_id, since = excluded.since, reason = excluded.reason
                """)
                .param("rolling", rolling)
                .param("host", host.id().value())
                .param("name", host.name())
                .param("ordinal", host.ordinal())
                .param("canary", host.canary())
                .param("state", host.state().name())
                .param("failedIn", failedIn == null ? null : failedIn.name(), Types.VARCHAR)
                .param("task", task == null ? null : task.value(), Types.OTHER)
                .param("since", host.since().atOffset(ZoneOffset.UTC))
                .param("reason", host.reason())
                .update();
    }
}
