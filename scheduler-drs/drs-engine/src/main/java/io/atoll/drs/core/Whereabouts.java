package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.List;
import java.util.stream.IntStream;

/** A placement of VMs, asked which hosts it leaves above their limits. */
final class Whereabouts {
    private final CompactCluster cluster;
    private final Assignment assignment;

    Whereabouts(CompactCluster cluster, int[] hostOfVm) {
        this.cluster = cluster;
        assignment = new Assignment(cluster);
        for (var u = 0; u < cluster.unitCount; u++) {
            var host = hostOfVm[cluster.vmsOfUnit[u][0]];
            if (assignment.hostOf[u] != host) {
                if (host == NOWHERE) {
                    assignment.take(u);
                } else {
                    assignment.move(u, host);
                }
            }
        }
    }

    /** Hosts that take VMs, have some, and are above their limits. */
    List<Integer> overfull() {
        return IntStream.range(0, cluster.hostCount)
                .filter(h -> cluster.canReceive[h] && !assignment.isEmpty(h) && !assignment.fits(h))
                .boxed()
                .toList();
    }
}
