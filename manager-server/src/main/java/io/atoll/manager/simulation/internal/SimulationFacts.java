package io.atoll.manager.simulation.internal;

import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.placement.SupposedRules;
import io.atoll.manager.power.HostPower;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a simulation begins with, in a fixed number of queries, and locks nothing. */
@Component
class SimulationFacts {
    private final LiveClusters clusters;
    private final SupposedRules rules;
    private final HostPower power;
    private final JdbcClient jdbc;

    SimulationFacts(LiveClusters clusters, SupposedRules rules, HostPower power, JdbcClient jdbc) {
        this.clusters = clusters;
        this.rules = rules;
        this.power = power;
        this.jdbc = jdbc;
    }

    /** What is read in one look is of one moment; refused with CLUSTER_NOT_FOUND where there is no such cluster. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Facts read(ClusterId cluster) {
        var found = clusters.now(cluster);
        // What keeps a moving VM's room on its source is gone once the VM has arrived.
        var vms = found.model().vms().values().stream()
                .filter(vm -> found.vms().containsKey(vm.id()))
                .toList();
        var live = found.with(KnownDraws.in(asleep(found.model().withVms(vms), cluster), power.facts(cluster)));
        var protectedVms = new TreeSet<VmId>();
        jdbc.sql("select id from vm where cluster_id = :cluster and ha_protected")
                .param("cluster", cluster.value())
                .query(columns -> {
                    protectedVms.add(new VmId(new Row(columns).uuid("id")));
                });
        return new Facts(live, protectedVms, rules.of(live));
    }

    /** To all others a host that power saving has parked is one that is away. */
    private Cluster asleep(Cluster model, ClusterId cluster) {
        var asleep = new TreeSet<HostId>();
        jdbc.sql("select host_id from dpm_host where cluster_id = :cluster and state = 'ASLEEP'")
                .param("cluster", cluster.value())
                .query(columns -> {
                    asleep.add(new HostId(new Row(columns).uuid("host_id")));
                });
        return model.withHosts(model.hosts().values().stream()
                .map(host -> asleep.contains(host.id()) ? host.in(PowerState.STANDBY) : host)
                .toList());
    }
}
