package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.dpm.internal.DpmReason;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code dpm_host_trouble}. */
@Component
public class TroubleStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<SortedMap<String, String>> PARAMETERS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    TroubleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In place of what went wrong before. */
    void note(Trouble trouble) {
        jdbc.sql("""
                insert into dpm_host_trouble (host_id, cluster_id, code, parameters, detail, at, until)
                values (:host, :cluster, :code, cast(:parameters as jsonb), :detail, :at, :until)
                on conflict (host_id) do update
                   set code = :code, parameters = cast(:parameters as jsonb), detail = :detail, at = :at, until = :until""")
                .param("host", trouble.host().value())
                .param("cluster", trouble.cluster().value())
                .param("code", trouble.reason().code())
                .param("parameters", JSON.writeValueAsString(trouble.reason().parameters()))
                .param("detail", trouble.reason().text())
                .param("at", utc(trouble.at()))
                .param("until", utc(trouble.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /** What was wrong with its waking is so no more: it has woken, and is well. */
    void awake(HostId host) {
        jdbc.sql("delete from dpm_host_trouble where host_id = :host and code in ('wake-failed', 'unwell')")
                .param("host", host.value())
                .update();
    }

    public SortedMap<HostId, Trouble> of(ClusterId cluster) {
        var found = new TreeMap<HostId, Trouble>();
        jdbc.sql("select * from dpm_host_trouble where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query(columns -> {
                    var row = new Row(columns);
                    var host = new HostId(row.uuid("host_id"));
                    found.put(
                            host,
                            new Trouble(
                                    host,
                                    cluster,
                                    new DpmReason(
                                            row.text("code"), row.json("parameters", PARAMETERS), row.text("detail")),
                                    row.instant("at"),
                                    row.instantOrNull("until")));
                });
        return found;
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
