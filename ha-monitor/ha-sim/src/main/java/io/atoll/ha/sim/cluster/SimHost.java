package io.atoll.ha.sim.cluster;

import io.atoll.ha.facts.HostCapabilities;
import io.atoll.ha.sim.agent.Agent;
import io.atoll.ha.sim.cluster.ClusterPlan.HostPlan;
import io.atoll.ha.sim.host.Cgroup;
import io.atoll.ha.sim.host.EnforcerPair;
import io.atoll.ha.sim.world.Dice;
import io.atoll.ha.sim.world.Machine;
import io.atoll.model.PoolId;
import java.util.TreeSet;

/** A host of the cluster: its machine, its enforcers, its VMs and its agent. */
public final class SimHost {
    public final int index;
    public final HostPlan plan;
    public final Machine machine;
    public final Cgroup cgroup;
    public final EnforcerPair enforcers;
    public final Agent agent;
    private final SimCluster cluster;
    private final Dice dice;
    private boolean guestNetworkUp = true;

    SimHost(SimCluster cluster, int index, HostPlan plan, Dice dice) {
        this.cluster = cluster;
        this.index = index;
        this.plan = plan;
        this.dice = dice;
        machine = new Machine(cluster.events, plan.name(), plan.clockRate());
        cgroup = new Cgroup(
                machine,
                index,
                cluster.locks,
                cluster.poolOfVm,
                cluster.checker,
                dice.split(),
                cluster.habits.killAtMostNs(),
                cluster.plan.stuckWrites());
        var slots = plan.pools().stream()
                .map(pool -> new EnforcerPair.SlotOn(
                        cluster.pools.get(pool).pool,
                        cluster.pools.get(pool).slots.get(index)))
                .toList();
        enforcers = new EnforcerPair(
                index, machine, cgroup, slots, cluster.plan.settings().timing(), cluster.habits.acks(), dice.split());
        agent = new Agent(cluster, this, dice.split());
    }

    public HostCapabilities capabilities() {
        var pools = new TreeSet<PoolId>();
        plan.pools().forEach(pool -> pools.add(Ids.pool(pool)));
        return new HostCapabilities(pools, guestNetworkUp);
    }

    public void setGuestNetwork(boolean up) {
        guestNetworkUp = up;
    }

    /** Boots; everything is up after one to three seconds. */
    public void powerOn() {
        if (machine.isOn()) {
            return;
        }
        machine.powerOn();
        cluster.tell(plan.name(), "power on");
        enforcers.boot();
        agent.startIn(dice.between(500_000_000L, 2_000_000_000L));
        if (plan.zookeeperServer() >= 0) {
            cluster.zookeeper.restart(plan.zookeeperServer());
        }
    }

    public void powerOff() {
        if (!machine.isOn()) {
            return;
        }
        cluster.tell(plan.name(), "power lost");
        var lastActiveNs = machine.lastActiveNs();
        machine.powerOff();
        cgroup.powerLoss(lastActiveNs);
        agent.lostPower();
        if (plan.zookeeperServer() >= 0) {
            cluster.zookeeper.crash(plan.zookeeperServer());
        }
    }
}
