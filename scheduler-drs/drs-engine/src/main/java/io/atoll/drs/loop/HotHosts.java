package io.atoll.drs.loop;

import io.atoll.drs.core.BalancePolicy;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import java.util.HashMap;

/** Hosts whose VMs ask for more processing power than is healthy. */
final class HotHosts {
    /** So much beyond the knee a host has to be before it is relieved; then it is brought below the knee. */
    private static final double MARGIN = 0.05;

    private HotHosts() {}

    /** Hosts beyond the knee. */
    static long count(Cluster cluster) {
        return count(cluster, BalancePolicy.DEFAULT.knee());
    }

    /** Whether any is so far beyond it that something is to be done. */
    static boolean areIn(Cluster cluster) {
        return count(cluster, BalancePolicy.DEFAULT.knee() + MARGIN) > 0;
    }

    private static long count(Cluster cluster, double share) {
        var asked = new HashMap<HostId, Double>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                asked.merge(vm.host(), vm.cpu().claim().value(), Double::sum);
            }
        }
        return cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON)
                .filter(host -> asked.getOrDefault(host.id(), 0.0)
                        > share * host.capacity().cpu().value())
                .count();
    }
}
