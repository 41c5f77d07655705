package io.atoll.manager.placement.internal;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.VmCensus.Load;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.model.ClusterSnapshot;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostCpu;
import io.atoll.model.HostFacts;
import io.atoll.model.HostMemory;
import io.atoll.model.HostState;
import io.atoll.model.Mebibytes;
import io.atoll.model.MilliCores;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Puts together what the scheduler needs to know of a cluster. */
@Component
class Snapshots {
    private final Inventory inventory;
    private final VmCensus census;
    private final LiveSamples samples;

    Snapshots(Inventory inventory, VmCensus census, LiveSamples samples) {
        this.inventory = inventory;
        this.census = census;
        this.samples = samples;
    }

    ClusterSnapshot of(Cluster cluster) {
        var loads = census.loadByHost(cluster.id());
        var hosts = inventory.hosts(cluster.id()).stream()
                .filter(host -> host.link().phase() != HostPhase.REVOKED)
                .map(host -> facts(host, loads.getOrDefault(host.id(), Load.NONE)))
                .toList();
        return ClusterSnapshot.of(cluster.id(), hosts);
    }

    private HostFacts facts(Host host, Load load) {
        var known = host.facts();
        var cpu = new HostCpu(
                MilliCores.ofCores(known.cpuCount()),
                load.vcpuCount(),
                new MilliCores(samples.host(host.id())
                        .flatMap(sample -> Optional.ofNullable(sample.cpuUsedMillicores()))
                        .orElse(0L)),
                CpuFeatureSet.of(known.cpuFeatures()));
        return new HostFacts(
                host.id(),
                host.name(),
                state(host.link().phase()),
                cpu,
                new HostMemory(new Mebibytes(known.memoryMiB()), new Mebibytes(load.memoryMiB())),
                new TreeSet<>(inventory.reachablePools(host.id())),
                new TreeSet<>(inventory.offeredNetworks(host.id())));
    }

    private static HostState state(HostPhase phase) {
        return switch (phase) {
            case READY -> HostState.READY;
            case CONNECTING, DISCONNECTED, UNKNOWN, REFUSED -> HostState.DISCONNECTED;
            case REVOKED -> HostState.FAILED;
        };
    }
}
