package io.atoll.manager.drs.internal;

import io.atoll.manager.drs.StayingVms;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads who stays from what people have decided, and from migrations of late. */
@Component
class StayingVmsReader implements StayingVms {
    private final SettingsStore settings;
    private final JdbcClient jdbc;

    StayingVmsReader(SettingsStore settings, JdbcClient jdbc) {
        this.settings = settings;
        this.jdbc = jdbc;
    }

    @Override
    public SortedSet<VmId> never(ClusterId cluster) {
        return new TreeSet<>(jdbc.sql("select vm_id from drs_exclusion where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query((row, _) -> new VmId(new Row(row).uuid("vm_id")))
                .list());
    }

    @Override
    public SortedSet<VmId> unwanted(ClusterId cluster, Instant now) {
        var unwanted = never(cluster);
        unwanted.addAll(jdbc.sql("""
                select vm_id from drs_recommendation
                 where cluster_id = :cluster and state = 'SNOOZED' and snoozed_until > :now
                """)
                .param("cluster", cluster.value())
                .param("now", utc(now))
                .query((row, _) -> new VmId(new Row(row).uuid("vm_id")))
                .list());
        return unwanted;
    }

    @Override
    public SortedMap<VmId, Instant> coolingDown(ClusterId cluster, Instant now) {
        var since = now.minus(Duration.ofMinutes(settings.of(cluster).coolDownMinutes()));
        var movedAt = new TreeMap<VmId, Instant>();
        jdbc.sql("""
                select m.vm_id, max(m.ended_at) as moved_at
                  from vm_migration m join vm v on v.id = m.vm_id
                 where v.cluster_id = :cluster and m.outcome = 'SUCCEEDED' and m.ended_at > :since
                 group by m.vm_id
                """)
                .param("cluster", cluster.value())
                .param("since", utc(since))
                .query(columns -> {
                    var row = new Row(columns);
                    movedAt.put(new VmId(row.uuid("vm_id")), row.instant("moved_at"));
                });
        return movedAt;
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
