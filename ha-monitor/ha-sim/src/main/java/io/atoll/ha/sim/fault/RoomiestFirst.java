package io.atoll.ha.sim.fault;

import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A placement for random schedules, where only safety and liveness count: the host with the most free memory. Scenarios use the
 * scheduler's, which costs more time than all the rest of a schedule.
 */
public final class RoomiestFirst implements RestartPlacement {
    @Override
    public Places in(Cluster cluster) {
        return (deadHosts, order) -> place(cluster, deadHosts, order);
    }

    private static SortedMap<VmId, Found> place(Cluster cluster, SortedSet<HostId> deadHosts, List<VmId> order) {
        var free = new TreeMap<HostId, Long>();
        for (var host : cluster.hosts().values()) {
            if (host.state() == PowerState.ON && !deadHosts.contains(host.id())) {
                free.put(host.id(), host.capacity().memory().value());
            }
        }
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null && !order.contains(vm.id())) {
                free.computeIfPresent(vm.host(), (host, left) -> left - memoryOf(vm));
            }
        }
        var found = new TreeMap<VmId, Found>();
        for (var id : order) {
            var vm = cluster.vms().get(id);
            found.put(id, vm == null ? new Found.Nowhere("it is unknown") : find(cluster, vm, free));
        }
        return found;
    }

    private static Found find(Cluster cluster, Vm vm, SortedMap<HostId, Long> free) {
        HostId best = null;
        var most = memoryOf(vm) - 1;
        for (var entry : free.entrySet()) {
            var host = cluster.hosts().get(entry.getKey());
            if (host != null && entry.getValue() > most && vm.needs().metBy(host.reach())) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        if (best == null) {
            return new Found.Nowhere(
                    "vm%d finds no host with %d MiB".formatted(Ids.indexOf(vm.id()) + 1, memoryOf(vm)));
        }
        free.merge(best, -memoryOf(vm), Long::sum);
        return new Found.On(best);
    }

    private static long memoryOf(Vm vm) {
        return vm.memory().configured().value();
    }
}
