package io.atoll.ha.sim.agent;

import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.host.EpochBlock;
import io.atoll.ha.sim.host.Qemu;
import io.atoll.ha.sim.world.Block;
import java.time.Duration;

/** Starts one VM by rule H3: lease, owner, epoch block, image lock; then looks at lease and owner again before the guest runs. */
final class VmStart {
    private static final Duration LEASE_LEFT_TO_START = Duration.ofMillis(1_500);
    private static final long QEMU_STARTS_AT_LEAST_NS = 150_000_000L;
    private static final long QEMU_STARTS_AT_MOST_NS = 300_000_000L;
    private static final long STUCK_AFTER_NS = 5_000_000_000L;

    private final AgentLife life;
    private final SimCluster cluster;
    private final VmKeeper keeper;
    private final int vm;
    private final Migration migration;
    private long underWay;
    private long sinceLocalNs;

    VmStart(AgentLife life, VmKeeper keeper, int vm) {
        this.life = life;
        this.keeper = keeper;
        this.vm = vm;
        cluster = life.cluster;
        migration = new Migration(life, vm);
    }

    Migration migration() {
        return migration;
    }

    void begin(long epoch) {
        if (underWay == epoch && life.localNs() - sinceLocalNs < STUCK_AFTER_NS) {
            return;
        }
        if (!life.host.enforcers.page().lease().leaves(LEASE_LEFT_TO_START, life.localNs())) {
            return;
        }
        underWay = epoch;
        sinceLocalNs = life.localNs();
        var block = cluster.epochBlocks.get(vm);
        cluster.poolOfVm
                .get(vm)
                .read(life.process, life.host.index, block::content, content -> compared(epoch, content), () -> {
                    underWay = 0;
                });
    }

    private void compared(long epoch, Block.Content<EpochBlock> content) {
        var last = content.value();
        if (underWay != epoch || content.corrupt()) {
            return;
        }
        if (last != null && last.epoch() >= epoch) {
            underWay = 0;
            keeper.spend(vm, epoch);
            return;
        }
        keeper.report(vm, epoch, new Condition.Starting());
        cluster.poolOfVm
                .get(vm)
                .write(
                        life.process,
                        life.host.index,
                        cluster.epochBlocks.get(vm),
                        new EpochBlock(epoch, life.host.index),
                        durable -> written(epoch, durable));
    }

    private void written(long epoch, boolean durable) {
        if (underWay != epoch) {
            return;
        }
        keeper.spend(vm, epoch);
        if (!durable || !keeper.owns(vm, epoch) || !keeper.isEnded(vm)) {
            fail(epoch, FailureCause.START_FAILED);
            return;
        }
        var qemu = life.host.cgroup.exec(vm, epoch);
        if (qemu == null) {
            fail(epoch, FailureCause.IMAGE_LOCKED);
            return;
        }
        life.process.in(life.dice.between(QEMU_STARTS_AT_LEAST_NS, QEMU_STARTS_AT_MOST_NS), () -> started(qemu));
    }

    private void started(Qemu qemu) {
        underWay = 0;
        resume(qemu);
    }

    /** Lets a paused guest go on, if lease and owner are still right. */
    void resume(Qemu qemu) {
        var lease = life.host.enforcers.page().lease();
        if (lease.leaves(Duration.ofMillis(1), life.localNs())
                && !life.host.cgroup.isFrozen()
                && keeper.owns(vm, qemu.epoch())
                && !migration.holdsBack(qemu)) {
            life.host.cgroup.cont(qemu);
            if (qemu.isRunning()) {
                life.tell("runs " + cluster.vmName(vm) + " with epoch " + qemu.epoch());
            }
        }
    }

    private void fail(long epoch, FailureCause cause) {
        underWay = 0;
        if (cluster.isTold()) {
            life.tell("cannot start " + cluster.vmName(vm) + ": " + cause);
        }
        keeper.report(vm, epoch, new Condition.Failed(cause));
    }
}
