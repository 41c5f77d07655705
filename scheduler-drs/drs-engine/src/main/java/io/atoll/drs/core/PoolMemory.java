package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.model.cluster.Cluster;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Limits of resource pools on the memory of their running VMs. Where VMs would go makes no difference to them, so who may start is
 * decided before any search: the most important first, then the larger.
 */
final class PoolMemory {
    private final CompactCluster cluster;
    private final PoolRoom room;

    private PoolMemory(Cluster facts, CompactCluster cluster) {
        this.cluster = cluster;
        room = new PoolRoom(facts.resourcePools());
    }

    /** For each unit whether it runs already or its pools let it start. */
    static boolean[] mayRun(Cluster facts, CompactCluster cluster) {
        var memory = new PoolMemory(facts, cluster);
        var mayRun = new boolean[cluster.unitCount];
        IntStream.range(0, mayRun.length)
                .boxed()
                .sorted(Comparator.<Integer, Boolean>comparing(u -> cluster.home[u] == NOWHERE)
                        .thenComparingInt(u -> -cluster.priority(u))
                        .thenComparingDouble(u -> -cluster.memory[u])
                        .thenComparingInt(u -> u))
                .forEach(u -> mayRun[u] = memory.admit(u));
        return mayRun;
    }

    private boolean admit(int unit) {
        var vms = cluster.vmsOfUnit[unit];
        for (var i = 0; i < vms.length; i++) {
            if (cluster.home[unit] == NOWHERE && !room.admits(cluster.vms[vms[i]])) {
                for (var j = 0; j < i; j++) {
                    room.count(cluster.vms[vms[j]], -1);
                }
                return false;
            }
            room.count(cluster.vms[vms[i]], 1);
        }
        return true;
    }
}
