package io.atoll.drs.loop;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.HashMap;

/** How much of the hosts' memory is in use. */
final class MemoryInUse {
    private MemoryInUse() {}

    /** Whether any host has given more memory than it may. */
    static boolean isBeyondLimit(Cluster cluster) {
        var used = new HashMap<HostId, Long>();
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                used.merge(vm.host(), vm.memory().configured().value(), Math::addExact);
            }
        }
        return cluster.hosts().values().stream()
                .anyMatch(host -> used.getOrDefault(host.id(), 0L)
                        > host.capacity().memory().value() * cluster.limits().memoryShare());
    }
}
