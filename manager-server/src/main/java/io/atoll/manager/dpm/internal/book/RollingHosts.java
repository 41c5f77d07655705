package io.atoll.manager.dpm.internal.book;

import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hosts that go through maintenance one after another: a host that slept when its turn comes would stop them all. */
@Component
public class RollingHosts {
    private final JdbcClient jdbc;

    RollingHosts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All hosts of a rolling maintenance of the cluster that has not ended, those included that are done. */
    public SortedSet<HostId> of(ClusterId cluster) {
        return new TreeSet<>(jdbc.sql("""
                select h.host_id from rolling_host h join rolling_maintenance r on r.id = h.rolling_id
                 where r.cluster_id = :cluster and r.ended_at is null""")
                .param("cluster", cluster.value())
                .query((row, _) -> new HostId(new Row(row).uuid("host_id")))
                .list());
    }
}
