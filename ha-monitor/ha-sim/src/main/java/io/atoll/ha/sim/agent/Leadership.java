package io.atoll.ha.sim.agent;

import io.atoll.ha.sim.world.Transaction;
import io.atoll.ha.sim.world.ZkView;

/** Who is HA leader: the latch is a hint, the epoch's version decides. */
final class Leadership {
    private final AgentLife life;
    private boolean outstanding;
    private boolean leads;
    private long epoch;
    private int epochVersion;

    Leadership(AgentLife life) {
        this.life = life;
    }

    boolean leads() {
        return leads;
    }

    long epoch() {
        return epoch;
    }

    /** Of the epoch node; what the leader writes is conditional on it. */
    int epochVersion() {
        return epochVersion;
    }

    void learn(ZkView view) {
        var nodes = life.cluster.nodes;
        var latch = view.get(nodes.latch);
        var seen = view.get(nodes.leaderEpoch);
        var mine = latch.value() != null && latch.value() == life.session.id() && !view.sessionExpired();
        if (mine != leads) {
            leads = mine;
            life.tell(mine ? "is HA leader" : "leads no more");
        }
        epoch = seen.value() == null ? 0 : seen.value();
        epochVersion = seen.version();
        if (latch.value() == null && !outstanding && !view.sessionExpired()) {
            stand();
        }
        if (life.cluster.habits.sessionsDecide()) {
            bePresent(view);
        }
    }

    /** For the variant in which the end of a session is taken for a death. */
    private void bePresent(ZkView view) {
        var presence = life.cluster.nodes.presences.get(life.host.index);
        if (view.get(presence).value() == null && !view.sessionExpired()) {
            var transaction = new Transaction().createEphemeral(presence, life.session, life.host.plan.name());
            life.cluster.zookeeper.submit(life.session, transaction, answer -> {});
        }
    }

    private void stand() {
        outstanding = true;
        var nodes = life.cluster.nodes;
        var session = life.session;
        var transaction = new Transaction()
                .createEphemeral(nodes.latch, session, session.id())
                .set(nodes.leaderEpoch, epochVersion, epoch + 1);
        life.cluster.zookeeper.submit(session, transaction, answer -> {
            outstanding = false;
        });
    }
}
