package io.atoll.drs.power;

import io.atoll.drs.power.PowerOutcome.Rest;
import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.Set;

/** How much of some hosts the VMs on them use. */
final class Usage {
    private static final double PERCENT = 100;

    private Usage() {}

    static Rest of(Look look, Cluster cluster, Set<HostId> hosts) {
        var cpu = Questions.cpuAsked(cluster);
        var memory = Questions.memoryActive(cluster);
        var cpuSum = 0.0;
        var memorySum = 0.0;
        var fullest = -1.0;
        var fullestName = "";
        for (var id : hosts) {
            var capacity = look.host(id).capacity();
            var mhz = cpu.getOrDefault(id, 0.0);
            var mib = memory.getOrDefault(id, 0.0);
            cpuSum += mhz;
            memorySum += mib;
            var share = Math.max(
                    mhz / capacity.cpu().value(), mib / capacity.memory().value());
            if (share > fullest) {
                fullest = share;
                fullestName = look.name(id);
            }
        }
        var all = look.capacity(hosts);
        return new Rest(
                hosts.size(),
                hosts.isEmpty() ? 0 : PERCENT * cpuSum / all.cpuMhz(),
                hosts.isEmpty() ? 0 : PERCENT * memorySum / all.memoryMib(),
                fullestName,
                Math.max(0, PERCENT * fullest));
    }
}
