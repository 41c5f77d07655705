package io.atoll.ha.sim.agent;

import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.cluster.SimHost;
import io.atoll.ha.sim.world.Dice;
import io.atoll.ha.sim.world.SimProcess;
import io.atoll.ha.sim.world.ZkSession;

/** One life of an agent: its connection and its parts. */
public final class AgentLife {
    final SimCluster cluster;
    final SimHost host;
    final SimProcess process;
    final Dice dice;
    final Beater beater;
    final Watcher watcher;
    final Leadership leadership;
    final FactsBuilder facts;
    final Decider decider;
    final Doer doer;
    final VmKeeper keeper;
    final Isolation isolation;
    final ReleasedReads releasedReads;
    ZkSession session;
    private long lastContactLocalNs;

    AgentLife(SimCluster cluster, SimHost host, SimProcess process, Dice dice) {
        this.cluster = cluster;
        this.host = host;
        this.process = process;
        this.dice = dice;
        session = cluster.zookeeper.connect(process, host.index);
        leadership = new Leadership(this);
        watcher = new Watcher(this);
        beater = new Beater(this);
        facts = new FactsBuilder(this);
        doer = new Doer(this);
        decider = new Decider(this);
        keeper = new VmKeeper(this);
        isolation = new Isolation(this);
        releasedReads = new ReleasedReads(this);
        lastContactLocalNs = host.machine.localNs();
    }

    void begin() {
        tell("agent starts");
        beater.tick();
        watcher.tick();
    }

    /** The servers have ended the session: a new one is needed. Nothing of the lease hangs on it. */
    void renewSession() {
        session = cluster.zookeeper.connect(process, host.index);
    }

    void heardFromZookeeper() {
        lastContactLocalNs = host.machine.localNs();
    }

    /** For how long no server has answered. */
    long silenceNs() {
        return host.machine.localNs() - lastContactLocalNs;
    }

    long localNs() {
        return host.machine.localNs();
    }

    void tell(String text) {
        cluster.tell(host.plan.name(), text);
    }

    public VmKeeper keeper() {
        return keeper;
    }
}
