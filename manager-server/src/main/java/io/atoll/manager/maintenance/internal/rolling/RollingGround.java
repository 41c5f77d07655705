package io.atoll.manager.maintenance.internal.rolling;

import io.atoll.manager.cluster.ZookeeperQuorum;
import io.atoll.manager.ha.ZookeeperMajority;
import io.atoll.manager.maintenance.internal.rolling.RollingEngine.Ground;
import io.atoll.manager.maintenance.internal.rolling.RollingHost.State;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Looks at what all hosts stand on: ZooKeeper, which must be whole before the next host goes out, and stay a majority then. */
@Component
class RollingGround {
    private final ZookeeperQuorum quorum;
    private final ZookeeperMajority majority;

    RollingGround(ZookeeperQuorum quorum, ZookeeperMajority majority) {
        this.quorum = quorum;
        this.majority = majority;
    }

    /** Nobody is asked while no host waits to go out, or none may for their number. */
    Ground look(ClusterId cluster, List<RollingHost> hosts, RollingSettings settings) {
        var out = new TreeSet<HostId>();
        hosts.stream().filter(host -> host.state().isOut()).map(RollingHost::id).forEach(out::add);
        if (out.size() >= settings.mostHostsOut() || hosts.stream().noneMatch(host -> host.state() == State.WAITING)) {
            return Ground.FIRM;
        }
        return new Ground(lacking(), majority.indispensable(cluster, out));
    }

    /** What ZooKeeper lacks, in a sentence; empty: it is whole. */
    String lacking() {
        var absent = quorum.absent();
        return absent.isEmpty()
                ? ""
                : "ZooKeeper is not whole: %s %s not serve yet."
                        .formatted(String.join(", ", absent), absent.size() == 1 ? "does" : "do");
    }
}
