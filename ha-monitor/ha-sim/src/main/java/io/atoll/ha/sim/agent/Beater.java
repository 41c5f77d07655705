package io.atoll.ha.sim.agent;

import io.atoll.ha.lease.ChannelValue;
import io.atoll.ha.sim.cluster.FenceNode;
import io.atoll.ha.sim.cluster.SimCluster;
import io.atoll.ha.sim.world.Transaction;
import io.atoll.ha.sim.world.ZkAnswer;
import io.atoll.ha.sim.world.ZkView;

/** The host's beat (rules H1 and T2): once a second, conditional on the fence, and what follows when it does not go through. */
final class Beater {
    private final AgentLife life;
    private final SimCluster cluster;
    private final int host;
    private boolean outstanding;
    private boolean knowsVersions;
    private int beatVersion;
    private int fenceVersion;
    private boolean fenced;

    Beater(AgentLife life) {
        this.life = life;
        cluster = life.cluster;
        host = life.host.index;
    }

    void tick() {
        life.process.atLocal(
                life.localNs() + cluster.plan.settings().timing().renewEvery().toNanos(), this::tick);
        if (outstanding) {
            return;
        }
        if (knowsVersions) {
            act();
        } else {
            readAgain();
        }
    }

    private void readAgain() {
        outstanding = true;
        cluster.zookeeper.read(life.session, view -> {
            outstanding = false;
            if (view == null) {
                return;
            }
            life.heardFromZookeeper();
            if (view.sessionExpired()) {
                life.renewSession();
                return;
            }
            learn(view);
            act();
        });
    }

    private void learn(ZkView view) {
        var fence = view.get(cluster.nodes.fences.get(host));
        beatVersion = view.get(cluster.nodes.beats.get(host)).version();
        fenceVersion = fence.version();
        fenced = fence.value() != null && fence.value().raised();
        knowsVersions = true;
    }

    private void act() {
        var enforcers = life.host.enforcers;
        if (fenced) {
            enforcers.revoke();
            if (life.host.cgroup.isEmpty()) {
                openFence();
            }
        } else if (enforcers.holds()) {
            beat(false);
        } else if (enforcers.isReadyToHold()) {
            beat(true);
        } else if (life.host.cgroup.isEmpty()) {
            enforcers.prepareToHold();
        }
    }

    /** Nothing runs here any more, so the host may come back. */
    private void openFence() {
        outstanding = true;
        var open = new FenceNode(false, life.host.plan.name());
        var transaction = new Transaction().set(cluster.nodes.fences.get(host), fenceVersion, open);
        cluster.zookeeper.submit(life.session, transaction, answer -> {
            outstanding = false;
            knowsVersions = false;
            if (answer instanceof ZkAnswer.Applied) {
                life.tell("opens its fence");
                readAgain();
            }
        });
    }

    private void beat(boolean begins) {
        outstanding = true;
        var start = life.localNs();
        var page = life.host.enforcers.page();
        var value =
                new ChannelValue(page.boot(), page.nextSequence(), page.timing().lease());
        var transaction = new Transaction()
                .check(cluster.nodes.fences.get(host), fenceVersion)
                .set(cluster.nodes.beats.get(host), beatVersion, value);
        cluster.zookeeper.submit(life.session, transaction, answer -> answered(answer, begins, start));
    }

    private void answered(ZkAnswer answer, boolean begins, long startLocalNs) {
        outstanding = false;
        switch (answer) {
            case ZkAnswer.Applied() -> {
                life.heardFromZookeeper();
                beatVersion++;
                count(begins, startLocalNs);
            }
            case ZkAnswer.BadVersion(var _) -> {
                life.heardFromZookeeper();
                knowsVersions = false;
                readAgain();
            }
            case ZkAnswer.Unknown() -> {
                knowsVersions = false;
                readAgain();
            }
            case ZkAnswer.SessionExpired() -> {
                life.heardFromZookeeper();
                life.renewSession();
                knowsVersions = false;
                readAgain();
            }
        }
    }

    private void count(boolean begins, long startLocalNs) {
        var enforcers = life.host.enforcers;
        if (!begins) {
            enforcers.beatCounted(startLocalNs, life.localNs());
        } else if (enforcers.isReadyToHold() && enforcers.page().begin(startLocalNs, life.localNs())) {
            life.tell("holds its lease");
        }
    }
}
