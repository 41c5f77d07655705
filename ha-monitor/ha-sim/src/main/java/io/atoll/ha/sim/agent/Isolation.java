package io.atoll.ha.sim.agent;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.order.OrderWatch;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.ReleaseOrder;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.host.EpochBlock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host does by itself while ZooKeeper does not hear it (rules O1 to O3): ends the VMs that the HA leader orders it to end on
 * their pool, and says in their epoch blocks that it has.
 */
final class Isolation {
    private final AgentLife life;
    private final SimCluster cluster;
    private final Map<Integer, OrderWatch> watches = new HashMap<>();
    /** VMs that were ended and are to be released, with their epochs. */
    private final Map<Integer, Long> ended = new HashMap<>();

    private final Set<Integer> outstanding = new HashSet<>();
    private @Nullable Long aloneSinceLocalNs;

    Isolation(AgentLife life) {
        this.life = life;
        cluster = life.cluster;
    }

    /** Called with each look at a pool. */
    void look(int pool, @Nullable ReleaseOrder order) {
        var page = life.host.enforcers.page();
        if (!life.host.enforcers.holds()
                || !OrderWatch.isAlone(page.lastBeatLocalNs(), life.localNs(), page.timing())) {
            aloneSinceLocalNs = null;
            watches.clear();
            ended.clear(); // Who is heard again says in ZooKeeper what is gone.
            return;
        }
        if (aloneSinceLocalNs == null) {
            aloneSinceLocalNs = life.localNs();
        }
        if (order != null) {
            var watch = watches.getOrDefault(pool, OrderWatch.NEW).seen(order.stamp());
            watches.put(pool, watch);
            if (watch.moved() && OrderWatch.isSureToBeAlone(aloneSinceLocalNs, life.localNs(), page.timing())) {
                order.vms().forEach(this::obey);
            }
        }
        Map.copyOf(ended).forEach(this::release);
    }

    private void obey(ReleaseOf order) {
        var vm = Ids.indexOf(order.vm());
        var epoch = order.epoch().value();
        var qemu = life.host.cgroup.find(vm);
        if (qemu != null && qemu.epoch() == epoch) {
            life.tell("lets " + cluster.vmName(vm) + " go as ordered on its pool");
            life.keeper.spend(vm, epoch);
            life.host.cgroup.kill(qemu);
            ended.put(vm, epoch);
        } else if (qemu == null && !ended.containsKey(vm) && outstanding.add(vm)) {
            lookIfItRanHere(vm, epoch);
        }
    }

    /** After a restart of the agent, or a start that came to nothing: what this host held, and does not run, it may release. */
    private void lookIfItRanHere(int vm, long epoch) {
        var block = cluster.epochBlocks.get(vm);
        cluster.poolOfVm
                .get(vm)
                .read(
                        life.process,
                        life.host.index,
                        block::content,
                        content -> {
                            outstanding.remove(vm);
                            if (!content.corrupt()
                                    && EpochBlock.held(epoch, life.host.index).equals(content.value())
                                    && life.keeper.giveUp(vm, epoch)) {
                                ended.put(vm, epoch);
                            }
                        },
                        () -> outstanding.remove(vm));
    }

    /** Only when no process is left, not even a dying one; again and again until the pool has it. */
    private void release(int vm, long epoch) {
        if (!life.keeper.isEnded(vm) || !outstanding.add(vm)) {
            return;
        }
        var released = new EpochBlock(epoch, life.host.index, true);
        cluster.poolOfVm
                .get(vm)
                .writeIf(
                        life.process,
                        life.host.index,
                        cluster.epochBlocks.get(vm),
                        released,
                        content -> !content.corrupt() && released.mayFollow(content.value()),
                        durable -> {
                            outstanding.remove(vm);
                            if (durable) {
                                ended.remove(vm);
                                life.tell("has released " + cluster.vmName(vm) + " at epoch " + epoch);
                            }
                        });
    }
}
