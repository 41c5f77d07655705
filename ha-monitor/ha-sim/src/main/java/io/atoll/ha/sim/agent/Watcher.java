package io.atoll.ha.sim.agent;

import io.atoll.ha.sim.cluster.PoolRegion;
import io.atoll.ha.sim.world.ZkView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The looks an agent takes at ZooKeeper and at the pools, each with its start and end on the agent's own clock. */
final class Watcher {
    static final long LEADER_POLL_NS = 250_000_000L;
    private static final long GIVEN_UP_AFTER_NS = 1_000_000_000L;
    /** Measured with Curator 5.7 and a session of 4 s: the client says LOST after 5.5 to 6.8 s. */
    private static final long SESSION_LOST_NS = 5_500_000_000L;

    private final AgentLife life;
    private final List<Gaze> pools = new ArrayList<>();
    private boolean treeOutstanding;
    private long treeAskedNs;
    private @Nullable ZkView tree;
    private long treeStartNs;
    private long treeEndNs;
    private int awaited;

    /** What is known of one pool. */
    static final class Gaze {
        final int pool;
        boolean outstanding;
        long askedNs;
        PoolRegion.@Nullable Seen seen;
        boolean everLooked;
        long startNs;
        long endNs;

        Gaze(int pool) {
            this.pool = pool;
        }
    }

    Watcher(AgentLife life) {
        this.life = life;
        life.host.plan.pools().forEach(pool -> pools.add(new Gaze(pool)));
    }

    List<Gaze> pools() {
        return pools;
    }

    /** The last view of the tree; null when the last read failed. */
    @Nullable
    ZkView tree() {
        return tree;
    }

    long treeStartNs() {
        return treeStartNs;
    }

    long treeEndNs() {
        return treeEndNs;
    }

    void tick() {
        var now = life.localNs();
        var pause = life.leadership.leads() ? LEADER_POLL_NS : life.cluster.plan.followerPollNs();
        life.process.atLocal(now + pause, this::tick);
        if (awaited > 0) {
            giveUpOn(now);
            life.decider.step();
        }
        awaited = 0;
        if (life.cluster.habits.sessionsDecide()) {
            liveBySession(now);
        }
        askTree(now);
        pools.forEach(gaze -> ask(gaze, now));
    }

    /** The variant that holds no lease but a session, which its client thinks lost later than the servers do. */
    private void liveBySession(long now) {
        if (life.silenceNs() > SESSION_LOST_NS) {
            life.host.enforcers.revoke();
        } else if (life.host.enforcers.holds()) {
            life.host.enforcers.page().force(now);
        }
    }

    private void giveUpOn(long now) {
        if (treeOutstanding && now - treeAskedNs > GIVEN_UP_AFTER_NS) {
            tree = null;
        }
        for (var gaze : pools) {
            // Without a fresh read the last poll is trusted, however old: that is what the variant is about.
            if (life.cluster.habits.freshRead() && gaze.outstanding && now - gaze.askedNs > GIVEN_UP_AFTER_NS) {
                gaze.seen = null;
            }
        }
    }

    /** A look at ZooKeeper outside the rounds. */
    void lookNow() {
        if (!treeOutstanding) {
            askTree(life.localNs());
        }
    }

    private void askTree(long now) {
        awaited++;
        if (treeOutstanding) {
            return;
        }
        treeOutstanding = true;
        treeAskedNs = now;
        life.cluster.zookeeper.read(life.session, view -> {
            treeOutstanding = false;
            tree = view;
            treeStartNs = now;
            treeEndNs = life.localNs();
            if (view != null) {
                understand(view);
            }
            arrived();
        });
    }

    private void understand(ZkView view) {
        life.heardFromZookeeper();
        life.leadership.learn(view);
        if (view.sessionExpired()) {
            life.renewSession();
        }
        life.keeper.look(view);
    }

    private void ask(Gaze gaze, long now) {
        awaited++;
        if (gaze.outstanding) {
            return;
        }
        gaze.outstanding = true;
        gaze.askedNs = now;
        var region = life.cluster.pools.get(gaze.pool);
        region.pool.read(
                life.process,
                life.host.index,
                region::look,
                seen -> {
                    gaze.seen = seen;
                    looked(gaze, now);
                    life.isolation.look(gaze.pool, seen.orders().get(life.host.index));
                },
                () -> {
                    gaze.seen = null;
                    looked(gaze, now);
                });
    }

    private void looked(Gaze gaze, long startNs) {
        gaze.outstanding = false;
        gaze.everLooked = true;
        gaze.startNs = startNs;
        gaze.endNs = life.localNs();
        arrived();
    }

    /** The engine takes its step when the last answer of this round is there. */
    private void arrived() {
        awaited--;
        if (awaited == 0) {
            life.decider.step();
        }
    }
}
