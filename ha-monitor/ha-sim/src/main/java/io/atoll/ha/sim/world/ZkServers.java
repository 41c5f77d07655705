package io.atoll.ha.sim.world;

import java.util.Arrays;

/** Who of the ZooKeeper servers is up, leads, follows, and how far behind each one is. */
final class ZkServers {
    /** A server that hears no leader for so long closes its clients' connections (syncLimit 5 of 500 ms). */
    private static final long SYNC_LIMIT_NS = 2_500_000_000L;

    private static final long STEP_DOWN_NS = 1_000_000_000L;

    final int count;
    private final int firstEnd;
    private final EventQueue events;
    private final Links links;
    private final Dice dice;
    private final boolean[] up;
    private final long[] appliedZxid;
    private final long[] lagNs;
    private final long[] lastFollowedNs;
    private long[] committedAtNs = new long[1024];
    private long zxid;
    private int leader;
    private long quorumSeenNs;
    private long electedAtNs = -1;

    ZkServers(int count, int firstEnd, EventQueue events, Links links, Dice dice) {
        this.count = count;
        this.firstEnd = firstEnd;
        this.events = events;
        this.links = links;
        this.dice = dice;
        up = new boolean[count];
        appliedZxid = new long[count];
        lagNs = new long[count];
        lastFollowedNs = new long[count];
        Arrays.fill(up, true);
        Arrays.setAll(lagNs, server -> dice.between(200_000, 5_000_000));
    }

    int endOf(int server) {
        return firstEnd + server;
    }

    boolean isUp(int server) {
        return up[server];
    }

    int leader() {
        return leader;
    }

    void lag(int server, long delayNs) {
        settle();
        lagNs[server] = delayNs;
    }

    long lagOf(int server) {
        return server == leader ? 0 : lagNs[server];
    }

    void setUp(int server, boolean isUp) {
        settle();
        up[server] = isUp;
        if (isUp) {
            lastFollowedNs[server] = events.nowNs();
        }
    }

    long commit() {
        zxid++;
        if (zxid == committedAtNs.length) {
            committedAtNs = Arrays.copyOf(committedAtNs, 2 * committedAtNs.length);
        }
        committedAtNs[(int) zxid] = events.nowNs();
        return zxid;
    }

    /** What the server has applied by now. Whoever changes a link or a server calls {@link #settle} first. */
    long appliedBy(int server) {
        catchUp(server);
        return appliedZxid[server];
    }

    void settle() {
        for (var server = 0; server < count; server++) {
            catchUp(server);
        }
    }

    private void catchUp(int server) {
        if (!follows(server)) {
            return;
        }
        lastFollowedNs[server] = events.nowNs();
        var until = server == leader ? events.nowNs() : events.nowNs() - lagNs[server];
        while (appliedZxid[server] < zxid && committedAtNs[(int) appliedZxid[server] + 1] <= until) {
            appliedZxid[server]++;
        }
    }

    /** Whether a server is up and, if it follows, in touch with the leader both ways. */
    boolean follows(int server) {
        return leader >= 0 && up[server] && (server == leader || isLinked(server, leader));
    }

    /** Whether a server still talks to clients. */
    boolean serves(int server) {
        return up[server] && (follows(server) || events.nowNs() - lastFollowedNs[server] < SYNC_LIMIT_NS);
    }

    boolean hasQuorum(int candidate) {
        if (candidate < 0 || !up[candidate]) {
            return false;
        }
        var linked = 0;
        for (var server = 0; server < count; server++) {
            if (server == candidate || (up[server] && isLinked(server, candidate))) {
                linked++;
            }
        }
        return linked > count / 2;
    }

    private boolean isLinked(int one, int other) {
        return links.carries(endOf(one), endOf(other)) && links.carries(endOf(other), endOf(one));
    }

    /** How long the leader takes until a majority has a write on disk. */
    long replicationNs() {
        return count == 1 ? dice.between(200_000, 2_000_000) : dice.between(500_000, 4_000_000);
    }

    /** Looks after the leadership; true when a new leader has just been elected. */
    boolean tick() {
        var now = events.nowNs();
        if (leader >= 0) {
            if (hasQuorum(leader)) {
                quorumSeenNs = now;
                return false;
            }
            if (up[leader] && now - quorumSeenNs < STEP_DOWN_NS) {
                return false;
            }
            settle();
            leader = -1;
            electedAtNs = -1;
        }
        var candidate = candidate();
        if (candidate < 0) {
            electedAtNs = -1;
        } else if (electedAtNs < 0) {
            electedAtNs = now + dice.between(200_000_000L, 2_000_000_000L);
        } else if (now >= electedAtNs) {
            lead(candidate);
            return true;
        }
        return false;
    }

    private void lead(int candidate) {
        leader = candidate;
        quorumSeenNs = events.nowNs();
        appliedZxid[candidate] = zxid;
    }

    private int candidate() {
        var start = dice.below(count);
        for (var step = 0; step < count; step++) {
            var server = (start + step) % count;
            if (hasQuorum(server)) {
                return server;
            }
        }
        return -1;
    }
}
