package io.atoll.ha.sim.agent;

import io.atoll.ha.sim.cluster.ClusterPlan.HostPlan;
import io.atoll.ha.sim.cluster.ClusterPlan.VmPlan;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.world.ZkView;
import io.atoll.model.CpuFeatureSet;
import io.atoll.model.HostState;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Host;
import io.atoll.model.cluster.Limits;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerModel;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Preference;
import io.atoll.model.cluster.Rule;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The cluster as the scheduler wants to see it; made anew only when an owner or a host's state has changed. */
public final class SnapshotBuilder {
    private static final long CORE_MHZ = 2_400;
    private static final long VCPU_MHZ = 50;
    private static final long NETWORK_MBPS = 10_000;
    private static final double WISH_WEIGHT = 1e5;
    private static final PowerModel POWER = PowerModel.ofLine(100, 200);

    private final SimCluster cluster;
    private @Nullable Object[] basis = new Object[0];
    private @Nullable Cluster snapshot;

    public SnapshotBuilder(SimCluster cluster) {
        this.cluster = cluster;
    }

    public Cluster of(ZkView tree) {
        var nowBasis = basisOf(tree);
        var known = snapshot;
        if (known == null || !Arrays.equals(nowBasis, basis)) {
            known = build(tree);
            snapshot = known;
            basis = nowBasis;
        }
        return known;
    }

    private @Nullable Object[] basisOf(ZkView tree) {
        var hosts = cluster.nodes.hosts;
        var owners = cluster.nodes.owners;
        var values = new @Nullable Object[hosts.size() + owners.size()];
        for (var host = 0; host < hosts.size(); host++) {
            values[host] = tree.get(hosts.get(host)).value();
        }
        for (var vm = 0; vm < owners.size(); vm++) {
            values[hosts.size() + vm] = tree.get(owners.get(vm)).value();
        }
        return values;
    }

    private Cluster build(ZkView tree) {
        var hosts = new ArrayList<Host>();
        for (var host = 0; host < cluster.hosts.size(); host++) {
            var node = tree.get(cluster.nodes.hosts.get(host)).value();
            var ready = node != null && node.state() == HostState.READY;
            hosts.add(host(host, cluster.plan.hosts().get(host), ready ? PowerState.ON : PowerState.MAINTENANCE));
        }
        var vms = new ArrayList<Vm>();
        for (var vm = 0; vm < cluster.plan.vms().size(); vm++) {
            var owner = tree.get(cluster.nodes.owners.get(vm)).value();
            var on = owner == null || owner.host() == OwnerNode.NOBODY || !owner.wanted()
                    ? null
                    : Ids.host(owner.host());
            vms.add(vm(vm, cluster.plan.vms().get(vm)).on(on));
        }
        return Cluster.of(hosts, vms, must(), Limits.NONE).with(should());
    }

    /** As managers tell HA: what is to be together is so where that leaves nobody down. */
    private List<Rule> must() {
        return cluster.plan.rules().stream()
                .filter(rule -> !(rule instanceof Rule.KeepTogether))
                .toList();
    }

    private List<Preference> should() {
        var wishes = new ArrayList<Preference>();
        for (var rule : cluster.plan.rules()) {
            if (rule instanceof Rule.KeepTogether together) {
                wishes.add(new Preference.Should(together, WISH_WEIGHT));
            }
        }
        return wishes;
    }

    private static Host host(int index, HostPlan plan, PowerState state) {
        var pools = new TreeSet<PoolId>();
        plan.pools().forEach(pool -> pools.add(Ids.pool(pool)));
        var capacity = new Host.Capacity(
                plan.cores(), new Megahertz(plan.cores() * CORE_MHZ), new Mebibytes(plan.memoryMib()), NETWORK_MBPS);
        var reach = new Host.Reach(pools, new TreeSet<>(), CpuFeatureSet.NONE);
        return new Host(Ids.host(index), plan.name(), capacity, reach, "", state, POWER);
    }

    private static Vm vm(int index, VmPlan plan) {
        var needs = new Vm.Needs(new TreeSet<>(List.of(Ids.pool(plan.pool()))), new TreeSet<>(), CpuFeatureSet.NONE);
        var protection = plan.protection();
        return new Vm(
                Ids.vm(index),
                plan.name(),
                null,
                Vm.Cpu.of(plan.vcpus(), new Megahertz(plan.vcpus() * VCPU_MHZ)),
                Vm.Memory.of(new Mebibytes(plan.memoryMib())),
                needs,
                true,
                protection == null ? 0 : protection.priority());
    }
}
