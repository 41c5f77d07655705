package io.atoll.agent.ha;

import io.atoll.ha.zk.Owner;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings.HostUse;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.facts.HostHaFacts;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.view.HaFacts;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as the scheduler sees it, made from ZooKeeper alone. Processors hold nobody back: a VM that runs slowly is better
 * than one that does not run.
 */
final class ClusterSnapshots {
    /** Nobody tells the speed of processors in ZooKeeper; only ratios count here. */
    private static final double MHZ_PER_CORE = 1_000;

    private static final long NETWORK_MBPS = 10_000;
    private static final int MIGRATIONS_PER_HOST = 8;
    private static final Limits LIMITS = new Limits(1e6, 1, 1e9, MIGRATIONS_PER_HOST);
    private static final PowerModel NO_POWER = PowerModel.ofLine(0, 0);

    private static final Mebibytes NEXT_TO_NOTHING = new Mebibytes(1);

    private ClusterSnapshots() {}

    static Cluster of(ClusterHaSettings settings, HaFacts facts) {
        var rules = facts.rules().getOrDefault(settings.cluster(), ClusterRules.none(settings.cluster()));
        var hosts = new ArrayList<Host>();
        settings.hosts().forEach((id, use) -> {
            var says = facts.hosts().get(id);
            hosts.add(
                    says != null && says.memory().value() > 0 && says.cpuCount() > 0
                            ? host(says, use, rules.zones().getOrDefault(id, new TreeMap<>()))
                            : unknown(id, says));
        });
        var known = new TreeSet<HostId>();
        hosts.forEach(host -> known.add(host.id()));
        var vms = new ArrayList<Vm>();
        facts.vms().protections().values().forEach(protection -> {
            if (protection.cluster().equals(settings.cluster())) {
                vms.add(vm(protection, facts, known));
            }
        });
        vms.addAll(neighbours(rules, facts, known));
        return Cluster.of(hosts, vms, rules.must(), LIMITS).with(rules.should());
    }

    /**
     * VMs that HA leaves alone and that rules name beside others: nobody may be restarted next to one it is to be kept apart from.
     * They count as next to nothing, because what they take up is taken off what their host says it has.
     */
    private static List<Vm> neighbours(ClusterRules rules, HaFacts facts, Set<HostId> known) {
        var named = new TreeSet<VmId>();
        rules.must().forEach(rule -> named.addAll(rule.vms()));
        rules.should().forEach(wish -> named.addAll(wish.vms()));
        var neighbours = new ArrayList<Vm>();
        for (var id : named) {
            var owned = facts.vms().owners().get(id);
            if (owned == null || facts.vms().protections().containsKey(id)) {
                continue;
            }
            var host = owned.owner().host();
            if (host != null && known.contains(host) && owned.owner().desired() == Owner.DesiredState.RUNNING) {
                neighbours.add(new Vm(
                        id,
                        id.toString(),
                        host,
                        Vm.Cpu.of(1, Megahertz.NONE),
                        Vm.Memory.of(NEXT_TO_NOTHING),
                        Vm.Needs.NOTHING_SPECIAL,
                        Vm.Standing.USUAL));
            }
        }
        return neighbours;
    }

    private static Host host(HostHaFacts says, HostUse use, SortedMap<String, String> zones) {
        return new Host(
                says.host(),
                says.name(),
                new Host.Capacity(
                        says.cpuCount(), new Megahertz(says.cpuCount() * MHZ_PER_CORE), says.memory(), NETWORK_MBPS),
                new Host.Reach(says.slotPools(), says.networks(), CpuFeatureSet.NONE),
                zones,
                use == HostUse.ACCEPTS_VMS ? PowerState.ON : PowerState.MAINTENANCE,
                NO_POWER);
    }

    /** A host that has not said what it has takes nobody, and is counted where it is said why nobody takes a VM. */
    private static Host unknown(HostId id, @Nullable HostHaFacts says) {
        return new Host(
                id,
                says == null ? id.toString() : says.name(),
                new Host.Capacity(1, new Megahertz(MHZ_PER_CORE), new Mebibytes(1), NETWORK_MBPS),
                Host.Reach.NOTHING_SPECIAL,
                "",
                PowerState.UNWATCHED,
                NO_POWER);
    }

    private static Vm vm(Protection protection, HaFacts facts, Set<HostId> known) {
        var owned = facts.vms().owners().get(protection.vm());
        var host = owned == null ? null : owned.owner().host();
        return new Vm(
                protection.vm(),
                protection.name(),
                host != null && known.contains(host) ? host : null,
                Vm.Cpu.of(protection.vcpuCount(), Megahertz.NONE),
                Vm.Memory.of(protection.memory()),
                new Vm.Needs(new TreeSet<>(Set.of(protection.pool())), protection.networks(), CpuFeatureSet.NONE),
                true,
                protection.priority().weight());
    }
}
