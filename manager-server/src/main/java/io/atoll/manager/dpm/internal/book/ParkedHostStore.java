package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.dpm.internal.book.ParkedHost.IdleDraw;
import io.atoll.manager.dpm.internal.book.ParkedHost.Waking;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.task.TaskId;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code dpm_host}. */
@Component
public class ParkedHostStore {
    private final JdbcClient jdbc;

    ParkedHostStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public SortedMap<HostId, ParkedHost> of(ClusterId cluster) {
        var found = new TreeMap<HostId, ParkedHost>();
        jdbc.sql("select * from dpm_host where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> host(new Row(row)))
                .list()
                .forEach(host -> found.put(host.host(), host));
        return found;
    }

    public Optional<ParkedHost> find(HostId host) {
        return jdbc.sql("select * from dpm_host where host_id = :host")
                .param("host", host.value())
                .query((row, _) -> host(new Row(row)))
                .optional();
    }

    /** The row, unchanging until the caller's transaction ends. */
    public Optional<ParkedHost> lock(HostId host) {
        return jdbc.sql("select * from dpm_host where host_id = :host for update")
                .param("host", host.value())
                .query((row, _) -> host(new Row(row)))
                .optional();
    }

    public Optional<ParkedHost> ofTask(TaskId task) {
        return jdbc.sql("select * from dpm_host where task_id = :task")
                .param("task", task.value())
                .query((row, _) -> host(new Row(row)))
                .optional();
    }

    /** Writes it in place of what was there; answers its new revision. */
    long save(ParkedHost host) {
        var idle = host.idle();
        return jdbc.sql("""
                insert into dpm_host (host_id, cluster_id, host_name, revision, state, state_since, reason, requested_by,
                    task_id, power_task_id, wake_attempts, wake_ordered_at, asleep_at, idle_watts, idle_measured)
                values (:host, :cluster, :name, 1, :state, :since, :reason, :by, :task, :power, :attempts, :ordered, :asleep,
                    :idle, :measured)
                on conflict (host_id) do update set revision = dpm_host.revision + 1, state = excluded.state,
                    state_since = excluded.state_since, reason = excluded.reason, requested_by = excluded.requested_by,
                    task_id = excluded.task_id, power_task_id = excluded.power_task_id,
                    wake_attempts = excluded.wake_attempts, wake_ordered_at = excluded.wake_ordered_at,
                    asleep_at = excluded.asleep_at, idle_watts = excluded.idle_watts,
                    idle_measured = excluded.idle_measured
                returning revision
                """)
                .param("host", host.host().value())
                .param("cluster", host.cluster().value())
                .param("name", host.name())
                .param("state", host.state().name())
                .param("since", utc(host.since()))
                .param("reason", host.reason())
                .param("by", host.requestedBy())
                .param("task", id(host.task()), Types.OTHER)
                .param("power", id(host.powerTask()), Types.OTHER)
                .param("attempts", host.waking().attempts())
                .param("ordered", utc(host.waking().orderedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("asleep", utc(host.asleepAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("idle", idle == null ? null : idle.watts(), Types.INTEGER)
                .param("measured", idle != null && idle.measured())
                .query(Long.class)
                .single();
    }

    void remove(HostId host) {
        jdbc.sql("delete from dpm_host where host_id = :host")
                .param("host", host.value())
                .update();
    }

    private static ParkedHost host(Row row) throws SQLException {
        var idle = row.bigintOrNull("idle_watts");
        return new ParkedHost(
                new HostId(row.uuid("host_id")),
                new ClusterId(row.uuid("cluster_id")),
                row.text("host_name"),
                ParkedState.valueOf(row.text("state")),
                row.instant("state_since"),
                row.text("reason"),
                row.text("requested_by"),
                task(row.uuidOrNull("task_id")),
                task(row.uuidOrNull("power_task_id")),
                new Waking(row.integer("wake_attempts"), row.instantOrNull("wake_ordered_at")),
                row.instantOrNull("asleep_at"),
                idle == null ? null : new IdleDraw(idle.intValue(), row.flag("idle_measured")));
    }

    private static @Nullable TaskId task(@Nullable UUID id) {
        return id == null ? null : new TaskId(id);
    }

    private static @Nullable UUID id(@Nullable TaskId task) {
        return task == null ? null : task.value();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
