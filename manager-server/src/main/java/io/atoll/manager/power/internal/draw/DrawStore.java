package io.atoll.manager.power.internal.draw;

import io.atoll.manager.persistence.Row;
import io.atoll.model.HostId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code host_draw}, what controllers measured last, and of {@code host_power_model}, what somebody has set. */
@Component
public class DrawStore {
    private static final RowMapper<WattsByLoad> SET = (columns, _) -> {
        var row = new Row(columns);
        return new WattsByLoad(
                row.integer("idle_watts"),
                row.integer("full_watts"),
                row.bigint("revision"),
                row.instant("updated_at"));
    };

    private final JdbcClient jdbc;

    DrawStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Nothing where the host's control is gone, or was set anew after the controller was asked. */
    public void measured(HostId host, Measured measured, Instant configuredAt) {
        jdbc.sql("""
                insert into host_draw (host_id, watts, measured_at)
                select host_id, :watts, :at from host_power where host_id = :host and configured_at = :configured
                on conflict (host_id) do update set watts = :watts, measured_at = :at
                """)
                .param("host", host.value())
                .param("watts", measured.watts())
                .param("at", measured.at().atOffset(ZoneOffset.UTC))
                .param("configured", configuredAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What another controller measured says nothing of this one. */
    public void forgetMeasured(HostId host) {
        jdbc.sql("delete from host_draw where host_id = :host")
                .param("host", host.value())
                .update();
    }

    public Map<HostId, Measured> measured(Collection<HostId> hosts) {
        return by(hosts, "select * from host_draw where host_id in (:hosts)", (columns, _) -> {
            var row = new Row(columns);
            return new Measured(row.integer("watts"), row.instant("measured_at"));
        });
    }

    public Map<HostId, WattsByLoad> set(Collection<HostId> hosts) {
        return by(hosts, "select * from host_power_model where host_id in (:hosts)", SET);
    }

    public Optional<WattsByLoad> lockSet(HostId host) {
        return jdbc.sql("select * from host_power_model where host_id = :host for update")
                .param("host", host.value())
                .query(SET)
                .optional();
    }

    public void set(HostId host, int idleWatts, int fullWatts, Instant now) {
        jdbc.sql("""
                insert into host_power_model (host_id, idle_watts, full_watts, revision, updated_at)
                values (:host, :idle, :full, 1, :now)
                on conflict (host_id) do update set idle_watts = :idle, full_watts = :full,
                    revision = host_power_model.revision + 1, updated_at = :now
                """)
                .param("host", host.value())
                .param("idle", idleWatts)
                .param("full", fullWatts)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    public void forgetSet(HostId host) {
        jdbc.sql("delete from host_power_model where host_id = :host")
                .param("host", host.value())
                .update();
    }

    private <T> Map<HostId, T> by(Collection<HostId> hosts, String sql, RowMapper<T> value) {
        var found = new TreeMap<HostId, T>();
        if (!hosts.isEmpty()) {
            List<Map.Entry<HostId, T>> rows = jdbc.sql(sql)
                    .param("hosts", hosts.stream().map(HostId::value).toList())
                    .query((columns, number) ->
                            Map.entry(new HostId(new Row(columns).uuid("host_id")), value.mapRow(columns, number)))
                    .list();
            rows.forEach(row -> found.put(row.getKey(), row.getValue()));
        }
        return found;
    }
}
