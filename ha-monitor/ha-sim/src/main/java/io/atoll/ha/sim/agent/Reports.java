package io.atoll.ha.sim.agent;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.world.Transaction;
import io.atoll.ha.sim.world.ZkView;
import org.jspecify.annotations.Nullable;

/** What this host says about its VMs: sent again until it can be read. */
final class Reports {
    private final AgentLife life;
    private final SimCluster cluster;
    private final @Nullable VmReport[] wanted;
    private final boolean[] outstanding;

    Reports(AgentLife life) {
        this.life = life;
        cluster = life.cluster;
        var vms = cluster.plan.vms().size();
        wanted = new VmReport[vms];
        outstanding = new boolean[vms];
    }

    void set(int vm, VmReport report) {
        if (report.equals(wanted[vm])) {
            return;
        }
        wanted[vm] = report;
        var tree = life.watcher.tree();
        if (tree != null) {
            send(tree, vm);
        }
    }

    /** The epoch of the last report; 0 without one. */
    long epochOf(int vm) {
        var report = wanted[vm];
        return report == null ? 0 : report.epoch().value();
    }

    boolean isFailure(int vm, long epoch) {
        var report = wanted[vm];
        return report != null && report.epoch().value() == epoch && report.condition() instanceof Condition.Failed;
    }

    /** Whether it said that the guest is silent, which a guest that answers again takes back. */
    boolean isSilence(int vm, long epoch) {
        var report = wanted[vm];
        return report != null
                && report.epoch().value() == epoch
                && report.condition().equals(new Condition.Failed(FailureCause.GUEST_SILENT));
    }

    /** Whether it said that nothing of this epoch runs here any more. */
    boolean isFinal(int vm, long epoch) {
        var report = wanted[vm];
        if (report == null || report.epoch().value() != epoch) {
            return false;
        }
        return switch (report.condition()) {
            case Condition.Failed(var cause) -> cause.ended();
            case Condition.Gone(), Condition.Stopped() -> true;
            case Condition.Starting(), Condition.Running(), Condition.Ready() -> false;
        };
    }

    boolean isStopped(int vm, long epoch) {
        var report = wanted[vm];
        return report != null && report.epoch().value() == epoch && report.condition() instanceof Condition.Stopped;
    }

    void send(ZkView tree) {
        for (var vm = 0; vm < wanted.length; vm++) {
            send(tree, vm);
        }
    }

    private void send(ZkView tree, int vm) {
        var report = wanted[vm];
        if (report == null || outstanding[vm]) {
            return;
        }
        var seen = tree.get(cluster.nodes.states.get(vm));
        if (report.equals(seen.value()) || isOutOfDate(tree, vm, report)) {
            return;
        }
        outstanding[vm] = true;
        var transaction = new Transaction().set(cluster.nodes.states.get(vm), seen.version(), report);
        cluster.zookeeper.submit(life.session, transaction, answer -> outstanding[vm] = false);
    }

    private boolean isOutOfDate(ZkView tree, int vm, VmReport report) {
        var owner = tree.get(cluster.nodes.owners.get(vm)).value();
        return owner == null
                || owner.host() != life.host.index
                || owner.epoch() != report.epoch().value();
    }
}
