package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.cluster.ZookeeperQuorum;
import io.atoll.manager.ha.ZookeeperMajority;
import io.atoll.manager.maintenance.MaintenanceState;
import io.atoll.manager.maintenance.internal.book.MaintenanceStore;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Ground;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Looks at what all hosts stand on: ZooKeeper, of which nothing may be missing that should be there before the next host goes out,
 * and which must stay a majority then. Servers of hosts in maintenance, and so of hosts that power saving has parked, are missing on
 * purpose: nobody waits for them, and they count as gone.
 */
@Component
class RollingGround {
    private final ZookeeperQuorum quorum;
    private final ZookeeperMajority majority;
    private final MaintenanceStore maintenances;

    RollingGround(ZookeeperQuorum quorum, ZookeeperMajority majority, MaintenanceStore maintenances) {
        this.quorum = quorum;
        this.majority = majority;
        this.maintenances = maintenances;
    }

    /** Nobody is asked while no host waits to go out, or none may for their number. */
    Ground look(ClusterId cluster, List<RollingHost> hosts, RollingSettings settings) {
        var out = new TreeSet<HostId>();
        hosts.stream().filter(RollingHost::isOut).map(RollingHost::id).forEach(out::add);
        if (out.size() >= settings.mostHostsOut() || hosts.stream().noneMatch(host -> host.state() == State.WAITING)) {
            return Ground.FIRM;
        }
        var lacking = new TreeSet<>(quorum.absent());
        if (!lacking.isEmpty()) {
            maintenances.states(cluster).forEach((host, state) -> {
                if (state == MaintenanceState.IN_MAINTENANCE && lacking.removeAll(majority.serversOn(host))) {
                    out.add(host);
                }
            });
        }
        return new Ground(notServing(lacking), majority.indispensable(cluster, out));
    }

    /** Which servers on the host do not serve, in a sentence; empty: all do, or none is known to be there. */
    String lackingOn(HostId host) {
        var lacking = new TreeSet<>(majority.serversOn(host));
        if (!lacking.isEmpty()) {
            lacking.retainAll(quorum.absent());
        }
        return notServing(lacking);
    }

    private static String notServing(SortedSet<String> lacking) {
        return lacking.isEmpty()
                ? ""
                : "ZooKeeper is not whole: %s %s not serve yet."
                        .formatted(String.join(", ", lacking), lacking.size() == 1 ? "does" : "do");
    }
}
