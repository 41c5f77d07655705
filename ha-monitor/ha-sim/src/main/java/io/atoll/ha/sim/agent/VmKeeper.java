package io.atoll.ha.sim.agent;

import io.atoll.ha.engine.HaDecision.ReleaseOf;
import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.facts.VmReport;
import io.atoll.ha.facts.VmReport.Condition;
import io.atoll.ha.order.OrderWatch;
import io.atoll.ha.sim.cluster.Ids;
import io.atoll.ha.sim.cluster.OwnerNode;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.host.EpochBlock;
import io.atoll.ha.sim.host.Qemu;
import io.atoll.ha.sim.world.ZkView;
import io.atoll.model.VmEpoch;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The VMs of this host: compares what the owner nodes say with what runs, and starts (rule H3), ends, adopts and reports.
 * Nothing is remembered that the owner node, the cgroup and the epoch block do not say again after a restart of the agent.
 */
public final class VmKeeper {
    private final AgentLife life;
    private final SimCluster cluster;
    private final int host;
    private final Reports reports;
    private final VmStart[] starts;
    private final Pulses pulses;
    /** The highest epoch of each VM that will not be started here any more. */
    private final long[] spent;

    private final Set<Integer> waiting = new TreeSet<>();
    private final Set<Integer> starting = new TreeSet<>();

    private @Nullable ZkView lastTree;
    private OrderWatch ordersInZookeeper = OrderWatch.NEW;

    VmKeeper(AgentLife life) {
        this.life = life;
        cluster = life.cluster;
        host = life.host.index;
        reports = new Reports(life);
        var vms = cluster.plan.vms().size();
        starts = new VmStart[vms];
        for (var vm = 0; vm < vms; vm++) {
            starts[vm] = new VmStart(life, this, vm);
        }
        spent = new long[vms];
        pulses = new Pulses(life, cluster.plan.guestSilence(), vms);
    }

    /** Called with each view of the tree. */
    void look(ZkView tree) {
        lastTree = tree;
        for (var vm = 0; vm < starts.length; vm++) {
            var owner = tree.get(cluster.nodes.owners.get(vm)).value();
            if (owner != null) {
                compare(tree, vm, owner);
            }
        }
        var order = tree.get(cluster.nodes.orders.get(host)).value();
        if (order != null) {
            ordersInZookeeper = ordersInZookeeper.seen(order.stamp());
            if (ordersInZookeeper.moved()) {
                obey(order.vms());
            }
        }
        reports.send(tree);
    }

    private void compare(ZkView tree, int vm, OwnerNode owner) {
        var qemu = life.host.cgroup.find(vm);
        if (qemu != null) {
            if (owner.epoch() > qemu.epoch()) {
                life.tell("ends " + cluster.vmName(vm) + ": epoch " + qemu.epoch() + " is history");
                life.host.cgroup.kill(qemu);
            } else if (owner.epoch() == qemu.epoch() && owner.host() == host) {
                tend(tree, vm, owner, qemu);
            }
        } else if (owner.host() == host) {
            if (owner.wanted()) {
                begin(vm, owner.epoch());
            } else if (reports.epochOf(vm) < owner.epoch() && isEnded(vm)) {
                report(vm, owner.epoch(), new Condition.Stopped());
            }
        }
    }

    /** The right QEMU runs: stop it if that is wanted, else see how it is. */
    private void tend(ZkView tree, int vm, OwnerNode owner, Qemu qemu) {
        if (!owner.wanted()) {
            life.tell("stops " + cluster.vmName(vm) + " as asked");
            report(vm, qemu.epoch(), new Condition.Stopped());
            life.host.cgroup.kill(qemu);
            return;
        }
        if (qemu.isRunning()) {
            if (watchesGuest(vm) && pulses.isSilent(qemu)) {
                report(vm, qemu.epoch(), new Condition.Failed(FailureCause.GUEST_SILENT));
            } else if (reports.isSilence(vm, qemu.epoch()) || !reports.isFailure(vm, qemu.epoch())) {
                var ready = life.localNs() - qemu.runningSinceLocalNs()
                        >= cluster.plan.vms().get(vm).readyAfterNs();
                report(vm, qemu.epoch(), ready ? new Condition.Ready() : new Condition.Running());
            }
            starts[vm].migration().follow(tree, qemu);
        } else if (!starts[vm].isUnderWay(qemu.epoch())) {
            starts[vm].resume(qemu);
        }
    }

    private boolean watchesGuest(int vm) {
        var protection = cluster.plan.vms().get(vm).protection();
        return protection != null && protection.restartsOn().contains(FailureCause.GUEST_SILENT);
    }

    private void begin(int vm, long epoch) {
        if (!isEnded(vm)) {
            return;
        }
        if (epoch > spent[vm]) {
            starts[vm].begin(epoch);
        } else if (!starts[vm].isUnderWay(epoch) && !reports.isFinal(vm, epoch)) {
            report(vm, epoch, new Condition.Gone());
        }
    }

    /** Whether no process of it is left here, not even a dying one. */
    boolean isEnded(int vm) {
        for (var qemu : life.host.cgroup.qemus()) {
            if (qemu.vm() == vm) {
                return false;
            }
        }
        return true;
    }

    /** Rule H3 wants to know who owns the VM, by the last view. */
    boolean owns(int vm, long epoch) {
        var tree = lastTree;
        var owner = tree == null ? null : tree.get(cluster.nodes.owners.get(vm)).value();
        return owner != null && owner.host() == host && owner.epoch() == epoch && owner.wanted();
    }

    void spend(int vm, long epoch) {
        spent[vm] = Math.max(spent[vm], epoch);
    }

    void report(int vm, long epoch, Condition condition) {
        reports.set(vm, new VmReport(Ids.host(host), new VmEpoch(epoch), condition));
    }

    /** Orders of the HA leader to let VMs go whose storage this host has lost. */
    private void obey(List<ReleaseOf> orders) {
        for (var order : orders) {
            var vm = Ids.indexOf(order.vm());
            var epoch = order.epoch().value();
            var qemu = life.host.cgroup.find(vm);
            if (qemu != null && qemu.epoch() == epoch) {
                life.tell("lets " + cluster.vmName(vm) + " go as ordered");
                spend(vm, epoch);
                life.host.cgroup.kill(qemu);
            } else if (qemu == null && owns(vm, epoch) && spent[vm] < epoch && isEnded(vm)) {
                giveUpUnstarted(vm, epoch);
            }
        }
    }

    /** A host starts a few at once, and of those that wait the most important one first. */
    boolean mayStartNow(int vm) {
        waiting.add(vm);
        var limit = cluster.plan.settings().patience().startsPerHost();
        return starting.size() < limit
                && waiting.stream().noneMatch(other -> priority(other) > priority(vm) && isWaiting(other));
    }

    private boolean isWaiting(int vm) {
        return starts[vm].isUnderWay();
    }

    private int priority(int vm) {
        var protection = cluster.plan.vms().get(vm).protection();
        return protection == null ? 0 : protection.priority();
    }

    void starts(int vm) {
        waiting.remove(vm);
        starting.add(vm);
    }

    void hasStarted(int vm) {
        starting.remove(vm);
    }

    /** Whether nothing of it is left here; then this life does not start it at that epoch any more. */
    boolean giveUp(int vm, long epoch) {
        if (!isEnded(vm)) {
            return false;
        }
        starts[vm].abandon();
        spend(vm, epoch);
        return true;
    }

    /** The block makes sure that a later life of this agent does not start it either. */
    private void giveUpUnstarted(int vm, long epoch) {
        giveUp(vm, epoch);
        var released = new EpochBlock(epoch, host, true);
        cluster.poolOfVm
                .get(vm)
                .writeIf(
                        life.process,
                        host,
                        cluster.epochBlocks.get(vm),
                        released,
                        content -> !content.corrupt() && released.mayFollow(content.value()),
                        durable -> {
                            if (durable) {
                                report(vm, epoch, new Condition.Gone());
                            }
                        });
    }

    /** A QEMU process is gone, for whatever reason. */
    void ended(Qemu qemu) {
        var vm = qemu.vm();
        spend(vm, qemu.epoch());
        var condition = switch (qemu.end()) {
            case KILLED -> new Condition.Gone();
            case CRASHED -> new Condition.Failed(FailureCause.QEMU_CRASHED);
            case SHUT_DOWN -> new Condition.Stopped();
        };
        if (!reports.isStopped(vm, qemu.epoch())) {
            report(vm, qemu.epoch(), condition);
        }
    }

    /** The guest's kernel says that it is lost; QEMU still runs. */
    public void guestPanicked(int vm) {
        var qemu = life.host.cgroup.find(vm);
        if (qemu != null) {
            report(vm, qemu.epoch(), new Condition.Failed(FailureCause.GUEST_PANICKED));
        }
    }
}
