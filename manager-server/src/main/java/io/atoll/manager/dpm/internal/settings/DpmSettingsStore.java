package io.atoll.manager.dpm.internal.settings;

import io.atoll.manager.dpm.DpmMode;
import io.atoll.manager.dpm.internal.settings.DpmSettings.Band;
import io.atoll.manager.dpm.internal.settings.DpmSettings.Timing;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code cluster_dpm} and {@code dpm_exclusion}. */
@Component
public class DpmSettingsStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<SleepHours>> HOURS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    DpmSettingsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public DpmSettings of(ClusterId cluster) {
        return jdbc.sql("select * from cluster_dpm where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> settings(new Row(row)))
                .optional()
                .orElseGet(() -> DpmSettings.untouched(cluster));
    }

    /** Clusters that save power, and those in which a host is still parked or on its way, by id. */
    public List<ClusterId> watched() {
        return jdbc.sql("""
                select cluster_id from cluster_dpm where mode <> 'OFF'
                union select cluster_id from dpm_host order by cluster_id""")
                .query((row, _) -> new ClusterId(new Row(row).uuid("cluster_id")))
                .list();
    }

    /** The settings, unchanging until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public DpmSettings lock(ClusterId cluster, Instant now) {
        write("""
                insert into cluster_dpm (cluster_id, revision, updated_at, mode, low_percent, high_percent, wake_minutes,
                       park_minutes, minimum_up_minutes, spare_hosts, time_zone, schedule)
                values (:cluster, :revision, :now, :mode, :low, :high, :wake, :park, :up, :spare, :zone,
                        cast(:hours as jsonb))
                on conflict (cluster_id) do nothing""", DpmSettings.untouched(cluster), now);
        return jdbc.sql("select * from cluster_dpm where cluster_id = :cluster for update")
                .param("cluster", cluster.value())
                .query((row, _) -> settings(new Row(row)))
                .single();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void save(DpmSettings settings, Instant now) {
        write("""
                update cluster_dpm set revision = :revision, updated_at = :now, mode = :mode, low_percent = :low,
                       high_percent = :high, wake_minutes = :wake, park_minutes = :park, minimum_up_minutes = :up,
                       spare_hosts = :spare, time_zone = :zone, schedule = cast(:hours as jsonb)
                 where cluster_id = :cluster""", settings, now);
        jdbc.sql("delete from dpm_exclusion where cluster_id = :cluster")
                .param("cluster", settings.cluster().value())
                .update();
        settings.excluded()
                .forEach(host -> jdbc.sql("""
                        insert into dpm_exclusion (host_id, cluster_id) values (:host, :cluster)
                        on conflict (host_id) do update set cluster_id = :cluster""")
                        .param("host", host.value())
                        .param("cluster", settings.cluster().value())
                        .update());
    }

    private void write(String sql, DpmSettings settings, Instant now) {
        jdbc.sql(sql)
                .param("cluster", settings.cluster().value())
                .param("revision", settings.revision())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("mode", settings.mode().name())
                .param("low", settings.band().lowPercent())
                .param("high", settings.band().highPercent())
                .param("wake", settings.timing().wakeMinutes())
                .param("park", settings.timing().parkMinutes())
                .param("up", settings.timing().minimumUpMinutes())
                .param("spare", settings.spareHosts())
                .param("zone", settings.zone().getId())
                .param("hours", JSON.writeValueAsString(settings.hours()))
                .update();
    }

    private DpmSettings settings(Row row) throws SQLException {
        var cluster = new ClusterId(row.uuid("cluster_id"));
        return new DpmSettings(
                cluster,
                row.bigint("revision"),
                DpmMode.valueOf(row.text("mode")),
                new Band(row.integer("low_percent"), row.integer("high_percent")),
                new Timing(row.integer("wake_minutes"), row.integer("park_minutes"), row.integer("minimum_up_minutes")),
                row.integer("spare_hosts"),
                ZoneId.of(row.text("time_zone")),
                row.json("schedule", HOURS),
                excluded(cluster));
    }

    private SortedSet<HostId> excluded(ClusterId cluster) {
        return new TreeSet<>(jdbc.sql("select host_id from dpm_exclusion where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> new HostId(new Row(row).uuid("host_id")))
                .list());
    }
}
