package io.atoll.manager.dpm.internal.round;

import io.atoll.manager.dpm.internal.round.DpmRoundView.DpmVerdict;
import io.atoll.manager.dpm.internal.round.DpmRoundView.HostReason;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code dpm_round}. */
@Component
public class DpmRoundStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<HostReason>> HOSTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Events events;

    DpmRoundStore(JdbcClient jdbc, Events events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void add(DpmRoundView round) {
        jdbc.sql("""
                insert into dpm_round (id, cluster_id, at, verdict, detail, load_percent, awake_hosts, asleep_hosts,
                       steady_since, hosts, took_ms)
                values (:id, :cluster, :at, :verdict, :detail, :load, :awake, :asleep, :steady, cast(:hosts as jsonb), :took)
                """)
                .param("id", round.id())
                .param("cluster", round.clusterId())
                .param("at", utc(round.at()))
                .param("verdict", round.verdict().name())
                .param("detail", round.detail())
                .param("load", round.loadPercent(), Types.DOUBLE)
                .param("awake", round.awakeHosts())
                .param("asleep", round.asleepHosts())
                .param("steady", utc(round.steadySince()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("hosts", JSON.writeValueAsString(Objects.requireNonNullElse(round.hosts(), List.of())))
                .param("took", round.tookMs())
                .update();
        events.publish("dpm-round", round.id().toString(), "", 1, Change.CREATED, round.withoutHosts());
    }

    public Optional<DpmRoundView> last(ClusterId cluster) {
        return jdbc.sql("select * from dpm_round where cluster_id = :cluster order by at desc limit 1")
                .param("cluster", cluster.value())
                .query((row, _) -> map(row))
                .optional();
    }

    /** For lists. */
    public static DpmRoundView map(ResultSet columns) throws SQLException {
        var row = new Row(columns);
        var load = columns.getDouble("load_percent");
        return new DpmRoundView(
                row.uuid("id"),
                row.uuid("cluster_id"),
                row.instant("at"),
                DpmVerdict.valueOf(row.text("verdict")),
                row.text("detail"),
                columns.wasNull() ? null : (Double) load,
                row.integer("awake_hosts"),
                row.integer("asleep_hosts"),
                row.instantOrNull("steady_since"),
                row.json("hosts", HOSTS),
                row.bigint("took_ms"));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
