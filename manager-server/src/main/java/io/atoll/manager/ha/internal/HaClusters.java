package io.atoll.manager.ha.internal;

import io.atoll.drs.PlacementPolicy;
import io.atoll.ha.admission.AdmissionControl;
import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.Protection;
import io.atoll.ha.placement.SchedulerPlacement;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaVms;
import io.atoll.manager.ha.HaVms.HaVm;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.HostNeeds;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.placement.KeptFree;
import io.atoll.manager.placement.RulesAtRestart;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Host.Capacity;
import io.atoll.model.cluster.Host.Reach;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A cluster as the engine of HA asks for it, put together from the inventory and the VMs. */
@Component
class HaClusters {
    /** Nobody knows a core's speed here, and nothing depends on it: VMs ask for virtual CPUs, which are counted. */
    private static final double MHZ_PER_CORE = 1_000;

    private static final long NETWORK_MBPS = 10_000;
    private static final int MIGRATIONS_PER_HOST = 8;

    private final Inventory inventory;
    private final HaVms vms;
    private final RulesAtRestart rules;
    private final List<KeptFree> keepers;

    HaClusters(Inventory inventory, HaVms vms, RulesAtRestart rules, List<KeptFree> keepers) {
        this.inventory = inventory;
        this.vms = vms;
        this.rules = rules;
        this.keepers = List.copyOf(keepers);
    }

    /** The hosts that are to be given no VMs, and what they count as. */
    SortedMap<HostId, PowerState> keptFree(ClusterId cluster) {
        var free = new TreeMap<HostId, PowerState>();
        keepers.forEach(keeper -> free.putAll(keeper.hosts(cluster)));
        return free;
    }

    /** A cluster with its VMs as they are called, and the engine that answers questions about it. */
    record Asked(AdmissionControl control, SortedMap<VmId, HaVm> vms, SortedMap<HostId, Host> hosts) {
        String vm(VmId id) {
            var vm = vms.get(id);
            return vm == null ? id.toString() : vm.name();
        }

        String host(HostId id) {
            var host = hosts.get(id);
            return host == null ? id.toString() : host.name();
        }
    }

    /** As it is now, and with these VMs as they are given here. */
    Asked ask(Cluster cluster, Collection<HaVm> otherwise) {
        return ask(cluster, otherwise, new TreeSet<>());
    }

    /** The same without these hosts. */
    Asked ask(Cluster cluster, Collection<HaVm> otherwise, SortedSet<HostId> closed) {
        var free = keptFree(cluster.id());
        closed.forEach(host -> free.put(host, PowerState.MAINTENANCE));
        var all = new TreeMap<VmId, HaVm>();
        vms.occupying(cluster.id()).forEach(vm -> all.put(vm.id(), vm));
        otherwise.forEach(vm -> all.put(vm.id(), vm));
        var hosts = new TreeMap<HostId, Host>();
        inventory.hosts(cluster.id()).stream()
                .filter(host -> host.link().phase() != HostPhase.REVOKED)
                .forEach(host -> hosts.put(host.id(), host));
        var baseline = inventory.effectiveBaseline(cluster);
        var models = new ArrayList<Vm>();
        var protections = new TreeMap<VmId, Protection>();
        for (var vm : all.values()) {
            if (vm.host() != null && hosts.containsKey(vm.host())) {
                models.add(model(vm, baseline));
                if (vm.intent().wanted()) {
                    protections.put(vm.id(), protection(vm.intent()));
                }
            }
        }
        var limits = new Limits(1, 1, cluster.cpuOvercommitRatio(), MIGRATIONS_PER_HOST);
        var kept = rules.of(cluster).told();
        var model = io.atoll.model.cluster.Cluster.of(
                        hosts.values().stream()
                                .map(host -> model(host, zones(host, kept), free.get(host.id())))
                                .toList(),
                        models,
                        kept.must(),
                        limits)
                .with(kept.should());
        return new Asked(new AdmissionControl(model, protections, new SchedulerPlacement()), all, hosts);
    }

    private static SortedMap<String, String> zones(Host host, ClusterRules rules) {
        return rules.zones().getOrDefault(host.id(), new TreeMap<>());
    }

    private io.atoll.model.cluster.Host model(Host host, SortedMap<String, String> zones, @Nullable PowerState kept) {
        var facts = host.facts();
        var cores = Math.max(1, facts.cpuCount());
        var reserve = PlacementPolicy.DEFAULT.hostMemoryReserve().value();
        return new io.atoll.model.cluster.Host(
                host.id(),
                host.name(),
                new Capacity(
                        cores,
                        new Megahertz(cores * MHZ_PER_CORE),
                        new Mebibytes(Math.max(1, facts.memoryMiB() - reserve)),
                        NETWORK_MBPS),
                new Reach(
                        new TreeSet<>(inventory.reachablePools(host.id())),
                        new TreeSet<>(inventory.offeredNetworks(host.id())),
                        HostNeeds.offered(facts)),
                zones,
                kept != null && state(host) == PowerState.ON ? kept : state(host),
                PowerModel.ofLine(0, 0));
    }

    private static PowerState state(Host host) {
        return switch (host.link().phase()) {
            case READY -> host.facts().known() ? PowerState.ON : PowerState.UNWATCHED;
            case CONNECTING, DISCONNECTED, UNKNOWN -> PowerState.UNREACHABLE;
            case REFUSED -> PowerState.HELD_BACK;
            case REVOKED -> PowerState.FAILED;
        };
    }

    private static Vm model(HaVm vm, CpuBaseline clusterBaseline) {
        var named = vm.cpuBaseline();
        var baseline = named == null ? clusterBaseline : CpuBaseline.read(named);
        return new Vm(
                vm.id(),
                vm.name(),
                vm.host(),
                Vm.Cpu.of(vm.vcpuCount(), Megahertz.NONE),
                Vm.Memory.of(vm.memory()),
                new Vm.Needs(
                        vm.reach().pools(),
                        vm.reach().networks(),
                        baseline.features().plus(HostNeeds.asFeatures(vm.hostNeeds()))),
                Vm.Standing.USUAL);
    }

    private static Protection protection(HaIntent intent) {
        return new Protection(
                rank(intent.priority()),
                new TreeSet<>(intent.restartAfter()),
                switch (intent.isolation()) {
                    case KEEP_RUNNING -> Protection.Isolation.KEEP_RUNNING;
                    case RESTART_ELSEWHERE -> Protection.Isolation.RESTART_ELSEWHERE;
                },
                switch (intent.storageLoss()) {
                    case KEEP_PAUSED -> Protection.StorageLoss.KEEP_PAUSED;
                    case RESTART_ELSEWHERE -> Protection.StorageLoss.RESTART_ELSEWHERE;
                },
                causes(intent.health()));
    }

    private static int rank(HaIntent.Priority priority) {
        return switch (priority) {
            case HIGHEST -> 4;
            case HIGH -> 3;
            case MEDIUM -> 2;
            case LOW -> 1;
            case LOWEST -> 0;
        };
    }

    private static Set<FailureCause> causes(HaIntent.HealthPolicy policy) {
        var causes = EnumSet.of(FailureCause.QEMU_CRASHED, FailureCause.START_FAILED, FailureCause.IMAGE_LOCKED);
        switch (policy) {
            case PROCESS_ENDS -> {}
            case PROCESS_ENDS_OR_GUEST_CRASHES -> causes.add(FailureCause.GUEST_PANICKED);
            case GUEST_STOPS_ANSWERING -> {
                causes.add(FailureCause.GUEST_PANICKED);
                causes.add(FailureCause.GUEST_SILENT);
            }
        }
        return causes;
    }

    /** Names, for messages. */
    static String names(Collection<String> names) {
        return names.stream().filter(Objects::nonNull).sorted().collect(Collectors.joining(", "));
    }
}
