package io.atoll.manager.simulation.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a simulation begins with, in a fixed number of queries, and locks nothing. */
@Component
class SimulationFacts {
    private final LiveClusters clusters;
    private final JdbcClient jdbc;

    SimulationFacts(LiveClusters clusters, JdbcClient jdbc) {
        this.clusters = clusters;
        this.jdbc = jdbc;
    }

    /** What is read in one look is of one moment; refused with CLUSTER_NOT_FOUND where there is no such cluster. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Facts read(ClusterId cluster) {
        var live = clusters.now(cluster);
        // What keeps a moving VM's room on its source is gone once the VM has arrived.
        var vms = live.model().vms().values().stream()
                .filter(vm -> live.vms().containsKey(vm.id()))
                .toList();
        var rules = new TreeMap<UUID, String>();
        jdbc.sql("select id, name from placement_rule where cluster_id = :cluster and enabled")
                .param("cluster", cluster.value())
                .query(columns -> {
                    var row = new Row(columns);
                    rules.put(row.uuid("id"), row.text("name"));
                });
        var protectedVms = new TreeSet<VmId>();
        jdbc.sql("select id from vm where cluster_id = :cluster and ha_protected")
                .param("cluster", cluster.value())
                .query(columns -> {
                    protectedVms.add(new VmId(new Row(columns).uuid("id")));
                });
        return new Facts(live.with(live.model().withVms(vms)), protectedVms, rules);
    }
}
