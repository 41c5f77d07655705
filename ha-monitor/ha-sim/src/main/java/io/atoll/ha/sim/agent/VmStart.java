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
    private static final long STUCK_AFTER_NS = 5_000_000_000L;
    private static final long LOOK_AGAIN_NS = 20_000_000L;

    private final AgentLife life;
    private final SimCluster cluster;
    private final VmKeeper keeper;
    private final int vm;
    private final Migration migration;
    private long underWay;
    private long sinceLocalNs;
    /** Counts attempts: what comes in for an earlier one is nobody's business any more. */
    private int attempt;

    VmStart(AgentLife life, VmKeeper keeper, int vm) {
        this.life = life;
        this.keeper = keeper;
        this.vm = vm;
        cluster = life.cluster;
        migration = new Migration(life, vm);
    }

    boolean isUnderWay() {
        return underWay != 0;
    }

    Migration migration() {
        return migration;
    }

    /** Whatever was begun comes to nothing: somebody is about to say that this epoch runs nothing here. */
    void abandon() {
        underWay = 0;
        attempt++;
    }

    boolean isUnderWay(long epoch) {
        return underWay == epoch;
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
        var mine = ++attempt;
        var block = cluster.epochBlocks.get(vm);
        cluster.poolOfVm
                .get(vm)
                .read(
                        life.process,
                        life.host.index,
                        block::content,
                        content -> {
                            if (mine == attempt) {
                                compared(epoch, content);
                            }
                        },
                        () -> {
                            if (mine == attempt) {
                                underWay = 0;
                            }
                        });
    }

    private void compared(long epoch, Block.Content<EpochBlock> content) {
        var last = content.value();
        if (content.corrupt()) {
            underWay = 0;
            return;
        }
        if (last != null && last.epoch() >= epoch) {
            underWay = 0;
            keeper.spend(vm, epoch);
            return;
        }
        // From here on this epoch is used up, whatever comes.
        keeper.spend(vm, epoch);
        keeper.report(vm, epoch, new Condition.Starting());
        var mine = attempt;
        var held = EpochBlock.held(epoch, life.host.index);
        cluster.poolOfVm
                .get(vm)
                .writeIf(
                        life.process,
                        life.host.index,
                        cluster.epochBlocks.get(vm),
                        held,
                        present -> !present.corrupt() && held.mayFollow(present.value()),
                        durable -> {
                            if (mine == attempt) {
                                written(epoch, durable);
                            }
                        });
    }

    private void written(long epoch, boolean durable) {
        var enoughLeft = life.host.enforcers.page().lease().leaves(LEASE_LEFT_TO_START, life.localNs());
        if (!durable || !enoughLeft || !keeper.owns(vm, epoch) || !keeper.isEnded(vm)) {
            fail(epoch, FailureCause.START_FAILED);
            return;
        }
        if (!keeper.mayStartNow(vm)) {
            var mine = attempt;
            sinceLocalNs = life.localNs();
            life.process.in(LOOK_AGAIN_NS, () -> {
                if (mine == attempt) {
                    written(epoch, true);
                }
            });
            return;
        }
        var qemu = life.host.cgroup.exec(vm, epoch);
        if (qemu == null) {
            fail(epoch, FailureCause.IMAGE_LOCKED);
            return;
        }
        keeper.starts(vm);
        var mostNs = cluster.plan.qemuStartNs();
        life.process.in(life.dice.between(mostNs / 2, mostNs), () -> started(qemu));
    }

    private void started(Qemu qemu) {
        underWay = 0;
        keeper.hasStarted(vm);
        resume(qemu);
    }

    /** Lets a paused guest go on, if lease and owner are still right. */
    void resume(Qemu qemu) {
        var lease = life.host.enforcers.page().lease();
        if (lease.leaves(Duration.ofMillis(1), life.localNs())
                && !life.host.cgroup.isFrozen()
                && keeper.owns(vm, qemu.epoch())
                && !migration.holdsBack(qemu)) {
            var already = qemu.isRunning();
            life.host.cgroup.cont(qemu);
            if (qemu.isRunning() && !already) {
                cluster.restarts.runs(cluster.vmName(vm), qemu.epoch(), cluster.events.nowNs());
                life.tell("runs " + cluster.vmName(vm) + " with epoch " + qemu.epoch());
            }
        }
    }

    private void fail(long epoch, FailureCause cause) {
        underWay = 0;
        attempt++;
        if (cluster.isTold()) {
            life.tell("cannot start " + cluster.vmName(vm) + ": " + cause);
        }
        keeper.report(vm, epoch, new Condition.Failed(cause));
    }
}
