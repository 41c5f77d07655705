package io.atoll.manager.placement.internal.live;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostNeeds;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.metrics.LiveSamples.HostSample;
import io.atoll.manager.metrics.LiveSamples.VmSample;
import io.atoll.manager.placement.ComputePools;
import io.atoll.manager.placement.KeptFree;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.RestingHosts;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.model.cluster.DemandHistory;
import io.atoll.model.cluster.Host.Capacity;
import io.atoll.model.cluster.Host.Reach;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts together what the scheduler needs to know of a cluster: the inventory and all VMs from Postgres, one query for each kind
 * of thing, and from memory what everyone used of processors in the last minute.
 */
@Component
public class Snapshots {
    /** What is held back on each host for the host itself and for QEMU's own memory. */
    public static final Mebibytes HOST_MEMORY_RESERVE = new Mebibytes(512);

    /**
     * Nobody says how fast a core is, and hosts say what they use in thousandths of a core: one of these counts as 1 MHz. Only
     * ratios count.
     */
    static final double MHZ_PER_CORE = 1_000;

    /** The vCPUs on a host are limited, not what they ask for: a VM that runs slowly is better than one that does not run. */
    private static final double NO_CPU_LIMIT = 1e6;

    /** Of its processors at least this share counts as being there for VMs, whatever else keeps them busy. */
    private static final double LEAST_CPU_SHARE = 0.1;

    /** No host says how fast its network is. */
    private static final long NETWORK_MBPS = 10_000;

    private static final int MIGRATIONS_PER_HOST = 8;
    private static final PowerModel NO_POWER = PowerModel.ofLine(0, 0);
    private static final long STAND_IN = 0x5354_414e_4449_4e00L;

    private final Inventory inventory;
    private final VmCensus census;
    private final LiveSamples samples;
    private final List<KeptFree> keepers;
    private final ComputePools pools;
    private final RestingHosts resting;

    Snapshots(
            Inventory inventory,
            VmCensus census,
            LiveSamples samples,
            List<KeptFree> keepers,
            ComputePools pools,
            RestingHosts resting) {
        this.inventory = inventory;
        this.census = census;
        this.samples = samples;
        this.keepers = List.copyOf(keepers);
        this.pools = pools;
        this.resting = resting;
    }

    /** The cluster without its rules. */
    public LiveCluster of(Cluster cluster) {
        var hosts = new TreeMap<HostId, Host>();
        inventory.hosts(cluster.id()).stream()
                .filter(host -> host.link().phase() != HostPhase.REVOKED)
                .forEach(host -> hosts.put(host.id(), host));
        var residents = new TreeMap<VmId, Resident>();
        census.residents(cluster.id()).forEach(vm -> residents.put(vm.id(), vm));
        var vms = new ArrayList<Vm>();
        var baseline = inventory.effectiveBaseline(cluster);
        var resourcePools = pools.of(cluster.id());
        residents.values().forEach(vm -> vms.addAll(models(vm, hosts.keySet(), baseline, standing(vm, resourcePools))));
        var limits = new Limits(NO_CPU_LIMIT, 1, cluster.cpuOvercommitRatio(), MIGRATIONS_PER_HOST);
        var model = io.atoll.model.cluster.Cluster.of(
                        hostModels(cluster, hosts, residents), List.of(), List.of(), limits)
                .withResourcePools(resourcePools.values())
                .withVms(vms);
        return new LiveCluster(cluster, model, hosts, residents, resting.of(cluster.id()), List.of());
    }

    // ---- hosts

    private List<io.atoll.model.cluster.Host> hostModels(
            Cluster cluster, SortedMap<HostId, Host> hosts, SortedMap<VmId, Resident> vms) {
        var pools = inventory.reachablePools(cluster.id());
        var networks = inventory.offeredNetworks(cluster.id());
        var usedByVms = usedByVms(vms);
        var keptFree = new HashMap<HostId, PowerState>();
        keepers.forEach(keeper -> keptFree.putAll(keeper.hosts(cluster.id())));
        return hosts.values().stream()
                .map(host -> model(
                        host,
                        new Reach(
                                new TreeSet<PoolId>(pools.getOrDefault(host.id(), Set.of())),
                                new TreeSet<NetworkId>(networks.getOrDefault(host.id(), Set.of())),
                                HostNeeds.offered(host.facts())),
                        usedByVms.getOrDefault(host.id(), 0.0)))
                .map(host -> host.in(power(host.state(), keptFree.get(host.id()))))
                .toList();
    }

    private Map<HostId, Double> usedByVms(SortedMap<VmId, Resident> vms) {
        var used = new HashMap<HostId, Double>();
        for (var vm : vms.values()) {
            var host = vm.host();
            if (host != null) {
                samples.vm(vm.id())
                        .map(VmSample::cpuMeanMillicores)
                        .ifPresent(millicores -> used.merge(host, millicores, Double::sum));
            }
        }
        return used;
    }

    private io.atoll.model.cluster.Host model(Host host, Reach reach, double usedByVmsMillicores) {
        var facts = host.facts();
        var cores = Math.max(1, facts.cpuCount());
        var usedByOthers = samples.host(host.id())
                .map(HostSample::cpuMeanMillicores)
                .map(used -> Math.max(0, used - usedByVmsMillicores))
                .orElse(0.0);
        var cpuMhz = Math.max(LEAST_CPU_SHARE * cores * MHZ_PER_CORE, cores * MHZ_PER_CORE - usedByOthers);
        return new io.atoll.model.cluster.Host(
                host.id(),
                host.name(),
                new Capacity(
                        cores,
                        new Megahertz(cpuMhz),
                        new Mebibytes(Math.max(1, facts.memoryMiB() - HOST_MEMORY_RESERVE.value())),
                        NETWORK_MBPS),
                reach,
                host.naming().labels(),
                power(host),
                NO_POWER);
    }

    /** A host that does not answer keeps its VMs and gets no others. */
    private static PowerState power(Host host) {
        return switch (host.link().phase()) {
            case READY -> host.facts().known() ? PowerState.ON : PowerState.UNWATCHED;
            case CONNECTING, DISCONNECTED, UNKNOWN, REFUSED -> PowerState.UNREACHABLE;
            case REVOKED -> PowerState.FAILED;
        };
    }

    /** A host that is not on is what it is, whatever else it is to be: a dead one may still be in maintenance. */
    private static PowerState power(PowerState seen, @Nullable PowerState kept) {
        if (kept == null || seen == PowerState.FAILED) {
            return seen;
        }
        return seen == PowerState.ON || kept == PowerState.STANDBY ? kept : seen;
    }

    // ---- VMs

    private static Vm.Standing standing(Resident vm, SortedMap<ResourcePoolId, ResourcePool> pools) {
        var id = vm.resources().pool();
        var pool = id == null ? null : pools.get(id);
        return new Vm.Standing(vm.canMigrate(), Vm.Standing.USUAL.priority(), pool == null ? null : pool.name());
    }

    private List<Vm> models(Resident vm, Set<HostId> hosts, CpuBaseline baseline, Vm.Standing standing) {
        var now = known(vm.host(), hosts);
        var promised = known(vm.promised(), hosts);
        var model = model(vm, promised == null ? now : promised, baseline).with(standing);
        return now == null || promised == null || now.equals(promised)
                ? List.of(model)
                : List.of(
                        model,
                        new Vm(
                                standIn(vm.id()),
                                vm.name() + " (leaving)",
                                now,
                                model.cpu(),
                                model.memory(),
                                model.needs(),
                                Vm.Standing.USUAL));
    }

    private static @Nullable HostId known(@Nullable HostId host, Set<HostId> hosts) {
        return host != null && hosts.contains(host) ? host : null;
    }

    /** The id of what keeps a moving VM's room on its source. */
    public static VmId standIn(VmId vm) {
        return new VmId(new UUID(
                vm.value().getMostSignificantBits() ^ STAND_IN, ~vm.value().getLeastSignificantBits()));
    }

    private Vm model(Resident vm, @Nullable HostId host, CpuBaseline baseline) {
        var sample = vm.host() == null ? null : samples.vm(vm.id()).orElse(null);
        var features = vm.cpuModel() == null ? baseline : CpuBaseline.read(vm.cpuModel());
        return new Vm(
                vm.id(),
                vm.name(),
                host,
                cpu(vm, sample),
                memory(vm.memory(), sample),
                new Vm.Needs(vm.pools(), vm.networks(), features.features().plus(HostNeeds.asFeatures(vm.hostNeeds()))),
                Vm.Standing.USUAL);
    }

    private static Vm.Cpu cpu(Resident vm, @Nullable VmSample sample) {
        var wanted = vm.resources();
        var limit = wanted.cpuLimitMhz();
        return new Vm.Cpu(
                vm.vcpuCount(),
                demand(vm.vcpuCount(), sample),
                new Megahertz(wanted.cpuReservationMhz()),
                limit == null ? null : new Megahertz(limit),
                wanted.sharesOf(vm.vcpuCount()),
                DemandHistory.NONE);
    }

    /** What it used of late; nobody knows: all that its vCPUs can use. */
    private static Megahertz demand(int vcpuCount, @Nullable VmSample sample) {
        var most = vcpuCount * MHZ_PER_CORE;
        var used = sample == null ? null : sample.cpuMeanMillicores();
        return new Megahertz(used == null ? most : Math.min(most, used));
    }

    private static Vm.Memory memory(Mebibytes configured, @Nullable VmSample sample) {
        return sample == null
                ? Vm.Memory.of(configured)
                : new Vm.Memory(configured, new Mebibytes(Math.min(configured.value(), sample.memoryResidentMiB())), 0);
    }
}
