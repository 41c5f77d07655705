package io.atoll.drs.core;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.Collection;

/** Whether a cluster survives the failure of its hosts, by the same criterion that plans obey ({@link Spare}). */
public final class Survival {
    private final CompactCluster cluster;
    private final Spare spare;

    private Survival(CompactCluster cluster) {
        this.cluster = cluster;
        spare = new Spare(new Assignment(cluster));
    }

    /**
     * What would not survive at the start binds nobody later.
     *
     * @param closed hosts that take nobody
     */
    public static Survival of(Cluster start, Collection<HostId> closed) {
        var compact = CompactCluster.of(start);
        return new Survival(compact.closing(compact.indicesOf(closed)));
    }

    /**
     * The host whose VMs would find no room on the others if it failed; {@link CompactCluster#NOWHERE}: there is none.
     *
     * @param hostOfVm for each VM, in the order of the cluster, the index of its host
     * @param on which hosts are on
     */
    public int unsafe(int[] hostOfVm, boolean[] on) {
        var now = new Assignment(cluster);
        for (var unit = 0; unit < cluster.unitCount; unit++) {
            var host = hostOfVm[cluster.vmsOfUnit[unit][0]];
            if (now.hostOf[unit] != host) {
                if (now.hostOf[unit] != CompactCluster.NOWHERE) {
                    now.take(unit);
                }
                if (host != CompactCluster.NOWHERE) {
                    now.put(unit, host);
                }
            }
        }
        return spare.unsafe(now, on);
    }
}
