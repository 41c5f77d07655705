package io.atoll.ha.sim.agent;

import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.host.Qemu;
import io.atoll.ha.sim.world.Transaction;
import io.atoll.ha.sim.world.ZkAnswer;
import io.atoll.ha.sim.world.ZkView;
import org.jspecify.annotations.Nullable;

/**
 * A live migration as HA sees it: after the copy the source pauses the guest, hands the owner over by compare-and-set, and
 * only who owns the VM then lets it go on. What the guest's memory does on its way is not modelled.
 */
final class Migration {
    private static final long COPY_AT_LEAST_NS = 1_000_000_000L;
    private static final long COPY_AT_MOST_NS = 3_000_000_000L;

    private final AgentLife life;
    private final SimCluster cluster;
    private final int vm;
    private long copying;
    private @Nullable MigrationOrder tried;
    private boolean handsOver;

    Migration(AgentLife life, int vm) {
        this.life = life;
        this.vm = vm;
        cluster = life.cluster;
    }

    /** Called while the VM runs here. */
    void follow(ZkView tree, Qemu qemu) {
        var order = tree.get(cluster.nodes.migrations.get(vm)).value();
        if (order == null
                || order.equals(tried)
                || order.epoch() != qemu.epoch()
                || order.to() == life.host.index
                || copying == qemu.epoch()) {
            return;
        }
        tried = order;
        copying = qemu.epoch();
        life.tell("migrates " + cluster.vmName(vm) + " to " + cluster.hostName(order.to()));
        life.process.in(life.dice.between(COPY_AT_LEAST_NS, COPY_AT_MOST_NS), () -> handOver(qemu, order));
    }

    /** Whether the guest is paused because another host may own it by now. */
    boolean holdsBack(Qemu qemu) {
        return handsOver && copying == qemu.epoch();
    }

    private void handOver(Qemu qemu, MigrationOrder order) {
        var target = cluster.hosts.get(order.to());
        var linked = cluster.links.carries(life.host.index, order.to())
                && cluster.links.carries(order.to(), life.host.index);
        var tree = life.watcher.tree();
        if (!qemu.isRunning() || !linked || !target.machine.isOn() || target.machine.isPaused() || tree == null) {
            life.tell("cannot migrate " + cluster.vmName(vm) + ", it goes on here");
            copying = 0;
            return;
        }
        var owner = tree.get(cluster.nodes.owners.get(vm));
        if (owner.value() == null || owner.value().epoch() != qemu.epoch()) {
            return;
        }
        life.host.cgroup.pauseForGood(qemu);
        handsOver = true;
        var next = new OwnerNode(order.to(), qemu.epoch() + 1, true, null, 0);
        var transaction = new Transaction().set(cluster.nodes.owners.get(vm), owner.version(), next);
        cluster.zookeeper.submit(life.session, transaction, answer -> {
            if (answer instanceof ZkAnswer.Applied) {
                life.tell("has handed " + cluster.vmName(vm) + " over");
                life.host.cgroup.releaseLock(qemu);
                life.host.cgroup.kill(qemu);
            } else if (answer instanceof ZkAnswer.Unknown) {
                // It may still happen: nobody goes on before the owner node shows another epoch.
                life.tell("does not know who owns " + cluster.vmName(vm));
                askAgain(qemu, owner.version());
            } else {
                handsOver = false;
                copying = 0;
            }
        });
    }

    /** One of the writes has happened: the hand-over, or one that changed nothing. Whose it was shows in the epoch. */
    private void settle(Qemu qemu, int version) {
        var tree = life.watcher.tree();
        var owner = tree == null ? null : tree.get(cluster.nodes.owners.get(vm));
        if (owner == null || owner.version() <= version) {
            life.process.in(COPY_AT_LEAST_NS, () -> settle(qemu, version));
        } else if (owner.value() != null && owner.value().epoch() == qemu.epoch()) {
            handsOver = false;
            copying = 0;
        }
        // With a newer epoch the keeper ends it; until then it stays paused.
    }

    /** A write that changes nothing but the version: after it the one that was lost can never happen. */
    private void askAgain(Qemu qemu, int version) {
        if (qemu.isGone() || qemu.isDying()) {
            return;
        }
        var same = new OwnerNode(life.host.index, qemu.epoch(), true, null, 0);
        var transaction = new Transaction().set(cluster.nodes.owners.get(vm), version, same);
        cluster.zookeeper.submit(life.session, transaction, answer -> {
            switch (answer) {
                case ZkAnswer.Applied() -> {
                    handsOver = false;
                    copying = 0;
                }
                case ZkAnswer.BadVersion(var _) -> settle(qemu, version);
                case ZkAnswer.Unknown() -> life.process.in(COPY_AT_LEAST_NS, () -> askAgain(qemu, version));
                case ZkAnswer.SessionExpired() -> life.process.in(COPY_AT_LEAST_NS, () -> askAgain(qemu, version));
            }
        });
    }
}
