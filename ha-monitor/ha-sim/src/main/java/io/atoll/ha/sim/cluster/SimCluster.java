package io.atoll.ha.sim.cluster;

import io.atoll.ha.engine.HaEngine;
import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.order.OrderStamp;
import io.atoll.ha.restart.RestartPlacement;
import io.atoll.ha.sim.check.Checker;
import io.atoll.ha.sim.check.RuleJudge;
import io.atoll.ha.sim.host.EpochBlock;
import io.atoll.ha.sim.host.ImageLocks;
import io.atoll.ha.sim.world.Block;
import io.atoll.ha.sim.world.Dice;
import io.atoll.ha.sim.world.EventQueue;
import io.atoll.ha.sim.world.Links;
import io.atoll.ha.sim.world.SimPool;
import io.atoll.ha.sim.world.SimZookeeper;
import io.atoll.model.HostState;
import io.atoll.model.LeaderEpoch;
import java.util.ArrayList;
import java.util.List;

/** Everything that exists in one story. Ends of links: the hosts, then the ZooKeeper servers, the pools, the manager. */
public final class SimCluster {
    private static final long SESSION_NS = 4_000_000_000L;

    public final ClusterPlan plan;
    public final Habits habits;
    public final EventQueue events = new EventQueue();
    public final Links links;
    public final SimZookeeper zookeeper;
    public final Nodes nodes;
    public final Checker checker;
    public final RuleJudge rules;
    public final ImageLocks locks;
    public final List<PoolRegion> pools = new ArrayList<>();
    public final List<SimPool> poolOfVm = new ArrayList<>();
    public final List<Block<EpochBlock>> epochBlocks = new ArrayList<>();
    public final List<SimHost> hosts = new ArrayList<>();
    public final HaEngine engine;
    public final Incidents incidents;
    public final Restarts restarts = new Restarts();
    private final Story story;

    public SimCluster(ClusterPlan plan, Variant variant, RestartPlacement placement, Dice dice, Story story) {
        this.plan = plan;
        this.story = story;
        habits = Habits.of(variant);
        engine = new HaEngine(placement);
        links = new Links(managerEnd() + 1, dice.split());
        zookeeper = new SimZookeeper(
                events,
                links,
                dice.split(),
                plan.zookeeperServers(),
                plan.hosts().size(),
                SESSION_NS);
        nodes = new Nodes(plan.hosts().size(), plan.vms().size());
        rules = new RuleJudge(this);
        checker = new Checker(plan.vms().size(), events::nowNs);
        locks = new ImageLocks(plan.vms().size(), plan.imageLocks());
        incidents = new Incidents(this);
        for (var pool = 0; pool < plan.pools().size(); pool++) {
            var disk = new SimPool(events, links, dice.split(), poolEnd(pool));
            pools.add(new PoolRegion(disk, plan.hosts().size()));
        }
        for (var vm : plan.vms()) {
            poolOfVm.add(pools.get(vm.pool()).pool);
            var index = epochBlocks.size();
            var block = new Block<EpochBlock>();
            block.whenWritten(content -> {
                if (content.released()) {
                    checker.released(index, content.epoch(), hostName(content.host()));
                }
            });
            epochBlocks.add(block);
        }
        for (var host = 0; host < plan.hosts().size(); host++) {
            hosts.add(new SimHost(this, host, plan.hosts().get(host), dice.split()));
        }
        seedNodes();
    }

    private void seedNodes() {
        for (var host : hosts) {
            var sequence = new ChannelValue(
                    host.enforcers.bootId(), 0, plan.settings().timing().lease());
            zookeeper.seed(nodes.beats.get(host.index), sequence);
            zookeeper.seed(nodes.fences.get(host.index), new FenceNode(false, "nobody"));
            zookeeper.seed(nodes.hosts.get(host.index), new HostNode(host.capabilities(), HostState.READY));
            zookeeper.seed(nodes.evidence.get(host.index), List.of());
            zookeeper.seed(
                    nodes.orders.get(host.index), new ReleaseOrder(new OrderStamp(new LeaderEpoch(0), 0), List.of()));
        }
        for (var vm = 0; vm < plan.vms().size(); vm++) {
            var planned = plan.vms().get(vm);
            var index = vm;
            nodes.owners.get(vm).whenWritten(owner -> ownerWritten(index, owner));
            zookeeper.seed(
                    nodes.owners.get(vm),
                    new OwnerNode(planned.host(), 1, planned.wanted() && planned.host() >= 0, null, 0));
        }
        zookeeper.seed(nodes.leaderEpoch, 0L);
        zookeeper.seed(nodes.armed, plan.settings().armed());
    }

    /** The checker hears of it at once, the new owner by its watch. */
    private void ownerWritten(int vm, OwnerNode owner) {
        checker.ownerWritten(vm, owner.epoch());
        if (owner.host() != OwnerNode.NOBODY) {
            hosts.get(owner.host()).agent.watchFires();
        }
    }

    public int zookeeperEnd(int server) {
        return plan.hosts().size() + server;
    }

    public int poolEnd(int pool) {
        return plan.hosts().size() + plan.zookeeperServers() + pool;
    }

    public int managerEnd() {
        return plan.hosts().size() + plan.zookeeperServers() + plan.pools().size();
    }

    public void tell(String who, String text) {
        if (story.isTold()) {
            story.tell(events.nowNs(), who, text);
        }
    }

    public boolean isTold() {
        return story.isTold();
    }

    public String vmName(int vm) {
        return plan.vms().get(vm).name();
    }

    public String hostName(int host) {
        return host < 0 ? "nobody" : plan.hosts().get(host).name();
    }
}
