package io.atoll.manager.inventory.internal.cpu;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.model.CpuBaseline;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import java.util.Collection;
import java.util.List;

/** What the processors of some hosts have in common. */
public final class SharedCpu {
    private SharedCpu() {}

    /**
     * The CPU that guests started now will see. For "auto": the best that all known hosts share, silent ones included. A silent host
     * comes back, and guests started meanwhile must be able to move to it.
     */
    public static CpuBaseline baseline(Cluster cluster, Collection<Host> hosts) {
        return cluster.cpuBaseline().equals(Cluster.AUTO)
                ? CpuBaseline.common(
                        counting(hosts).stream().map(SharedCpu::features).toList())
                : CpuBaseline.parse(cluster.cpuBaseline());
    }

    /** The same without one host. */
    static CpuBaseline without(HostId host, Cluster cluster, Collection<Host> hosts) {
        return baseline(
                cluster,
                hosts.stream().filter(other -> !other.id().equals(host)).toList());
    }

    /** Hosts that have said what they can do, and may come back. */
    public static List<Host> counting(Collection<Host> hosts) {
        return hosts.stream()
                .filter(host -> host.facts().known() && host.link().phase() != HostPhase.REVOKED)
                .toList();
    }

    public static CpuFeatureSet features(Host host) {
        return CpuFeatureSet.of(host.facts().cpuFeatures());
    }
}
