package io.atoll.ha.sim.agent;

import io.atoll.ha.facts.Beat;
import io.atoll.ha.facts.Fence;
import io.atoll.ha.facts.FreshRead;
import io.atoll.ha.facts.HaFacts;
import io.atoll.ha.facts.HaFacts.Leadership;
import io.atoll.ha.facts.HaFacts.Stored;
import io.atoll.ha.facts.HostCapabilities;
import io.atoll.ha.facts.Look;
import io.atoll.ha.facts.Ownership;
import io.atoll.ha.facts.Slot;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.facts.WatchedHost;
import io.atoll.ha.facts.WatchedHost.Channels;
import io.atoll.ha.facts.WatchedVm;
import io.atoll.ha.proof.Evidence;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.PoolRegion;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.world.ZkView;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the agent has seen, in the words of the engine. */
final class FactsBuilder {
    private final AgentLife life;
    private final SimCluster cluster;
    private final SnapshotBuilder snapshots;
    private final List<TreeSet<PoolId>> poolsOfVm = new ArrayList<>();
    private final @Nullable FreshRead[] freshReads;
    /** What was known before ZooKeeper fell silent. */
    private @Nullable ZkView lastTree;

    FactsBuilder(AgentLife life) {
        this.life = life;
        cluster = life.cluster;
        snapshots = new SnapshotBuilder(cluster);
        freshReads = new FreshRead[cluster.hosts.size()];
        for (var vm : cluster.plan.vms()) {
            poolsOfVm.add(new TreeSet<>(List.of(Ids.pool(vm.pool()))));
        }
    }

    void freshRead(int host, FreshRead read) {
        freshReads[host] = read;
    }

    /** Null while the agent has never seen the tree. */
    @Nullable
    HaFacts build() {
        var present = life.watcher.tree();
        if (present != null) {
            lastTree = present;
        }
        var tree = lastTree;
        if (tree == null) {
            return null;
        }
        var armed = tree.get(cluster.nodes.armed).value();
        var leadership = new Leadership(
                Ids.host(life.host.index),
                life.leadership.leads(),
                new LeaderEpoch(life.leadership.epoch()),
                present != null);
        return new HaFacts(
                leadership,
                cluster.plan.settings().withArmed(armed != null && armed),
                hosts(tree, present != null),
                vms(tree),
                life.leadership.leads() ? snapshots.of(tree) : null,
                new Stored(cluster.incidents.written(tree), cluster.nodes.alarmsIn(tree)));
    }

    /** Why a VM does not run, as its last report says: for the result of a scenario. */
    String whyDown(VmId id) {
        var tree = lastTree;
        var vm = Ids.indexOf(id);
        var owner = tree == null ? null : tree.get(cluster.nodes.owners.get(vm)).value();
        if (tree == null || owner == null || owner.host() == OwnerNode.NOBODY) {
            return "it waited for a host";
        }
        var fence = tree.get(cluster.nodes.fences.get(owner.host())).value();
        if (fence != null && fence.raised()) {
            return "its host was taken over";
        }
        var report = report(tree, vm, owner);
        return report != null && report.condition() instanceof VmReport.Condition.Failed(var cause)
                ? cause.toString()
                : "its host runs it no more";
    }

    @Nullable
    String ownerName(VmId id) {
        var tree = lastTree;
        var owner = tree == null
                ? null
                : tree.get(cluster.nodes.owners.get(Ids.indexOf(id))).value();
        return owner == null || owner.host() == OwnerNode.NOBODY ? null : cluster.hostName(owner.host());
    }

    private SortedMap<HostId, WatchedHost> hosts(ZkView tree, boolean answers) {
        var hosts = new TreeMap<HostId, WatchedHost>();
        for (var host : cluster.hosts) {
            var node = tree.get(cluster.nodes.hosts.get(host.index)).value();
            var fence = tree.get(cluster.nodes.fences.get(host.index));
            if (node == null || fence.value() == null) {
                continue;
            }
            // Who watches ZooKeeper only behaves as if the host had no slots.
            var capabilities = cluster.habits.watchesStorage()
                    ? node.capabilities()
                    : new HostCapabilities(new TreeSet<>(), node.capabilities().guestNetworkUp());
            var slots = slots(host.index, capabilities);
            var beat = beat(tree, host.index, answers);
            hosts.put(
                    Ids.host(host.index),
                    new WatchedHost(
                            Ids.host(host.index),
                            host.plan.name(),
                            new Channels(beat, slots, freshReads[host.index]),
                            new Fence(fence.value().raised(), fence.version()),
                            evidence(tree, host.index),
                            capabilities,
                            node.state()));
        }
        return hosts;
    }

    private List<Evidence> evidence(ZkView tree, int host) {
        var stated = tree.get(cluster.nodes.evidence.get(host)).value();
        if (cluster.habits.sessionsDecide()
                && tree.get(cluster.nodes.presences.get(host)).value() == null) {
            var beat = tree.get(cluster.nodes.beats.get(host)).value();
            return beat == null
                    ? List.of()
                    : List.of(new Evidence.EvictedFromStorage(beat.bootId(), beat.sequence(), "ephemeral gone", 0));
        }
        return stated == null ? List.of() : stated;
    }

    private Look<Beat> beat(ZkView tree, int host, boolean answers) {
        var node = tree.get(cluster.nodes.beats.get(host));
        return !answers || node.value() == null
                ? new Look.Failed<>()
                : new Look.Seen<>(
                        new Beat(node.value(), node.version()), life.watcher.treeStartNs(), life.watcher.treeEndNs());
    }

    private SortedMap<PoolId, Look<Slot>> slots(int host, HostCapabilities capabilities) {
        var slots = new TreeMap<PoolId, Look<Slot>>();
        for (var pool : capabilities.leasePools()) {
            slots.put(pool, slot(host, Ids.indexOf(pool)));
        }
        return slots;
    }

    /** What the last poll showed, as if it had been read just now: for the variants without a fresh read. */
    SortedMap<PoolId, Look<Slot>> lastSlots(int host, SortedSet<PoolId> pools, long startNs) {
        var slots = new TreeMap<PoolId, Look<Slot>>();
        for (var pool : pools) {
            var look = slot(host, Ids.indexOf(pool));
            slots.put(
                    pool,
                    look instanceof Look.Seen<Slot>(var slot, var _, var _)
                            ? new Look.Seen<>(slot, startNs, life.localNs())
                            : look);
        }
        return slots;
    }

    private Look<Slot> slot(int host, int pool) {
        for (var gaze : life.watcher.pools()) {
            if (gaze.pool == pool) {
                if (!gaze.everLooked) {
                    return new Look.Never<>();
                }
                return gaze.seen == null
                        ? new Look.Failed<>()
                        : PoolRegion.lookOf(gaze.seen.slots().get(host), gaze.startNs, gaze.endNs);
            }
        }
        return new Look.Never<>();
    }

    private SortedMap<VmId, WatchedVm> vms(ZkView tree) {
        var vms = new TreeMap<VmId, WatchedVm>();
        for (var vm = 0; vm < cluster.plan.vms().size(); vm++) {
            var owner = tree.get(cluster.nodes.owners.get(vm));
            if (owner.value() == null) {
                continue;
            }
            var planned = cluster.plan.vms().get(vm);
            vms.put(
                    Ids.vm(vm),
                    new WatchedVm(
                            Ids.vm(vm),
                            planned.name(),
                            ownership(owner.value(), owner.version()),
                            planned.protection(),
                            report(tree, vm, owner.value()),
                            poolsOfVm.get(vm)));
        }
        return vms;
    }

    static Ownership ownership(OwnerNode owner, int version) {
        var host = owner.host() == OwnerNode.NOBODY ? null : Ids.host(owner.host());
        return new Ownership(
                host, new VmEpoch(owner.epoch()), owner.wanted(), version, owner.operation(), owner.failures());
    }

    /** The report in ZooKeeper, or what an isolated owner says in the VM's epoch block. */
    private @Nullable VmReport report(ZkView tree, int vm, OwnerNode owner) {
        var report = tree.get(cluster.nodes.states.get(vm)).value();
        return life.releasedReads.isReleased(vm, owner) && !isLastWord(report, owner)
                ? new VmReport(Ids.host(owner.host()), new VmEpoch(owner.epoch()), new VmReport.Condition.Gone())
                : report;
    }

    /** Whether it says already how the VM ended at this epoch. */
    private static boolean isLastWord(@Nullable VmReport report, OwnerNode owner) {
        if (report == null || report.epoch().value() != owner.epoch()) {
            return false;
        }
        return switch (report.condition()) {
            case VmReport.Condition.Failed(var cause) -> cause.ended();
            case VmReport.Condition.Gone(), VmReport.Condition.Stopped() -> true;
            case VmReport.Condition.Starting(), VmReport.Condition.Running(), VmReport.Condition.Ready() -> false;
        };
    }
}
