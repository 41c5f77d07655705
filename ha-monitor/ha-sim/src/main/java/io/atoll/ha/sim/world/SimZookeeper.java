package io.atoll.ha.sim.world;

import io.atoll.ha.sim.world.Transaction.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper as its clients see it: writes have one order, a transaction happens as a whole or not; a read is answered by the
 * server one is connected to, which may lag behind; a session that is not heard of ends, and its client learns so last;
 * whoever loses the connection does not know what became of its transaction. How the servers agree is not modelled.
 */
public final class SimZookeeper {
    private static final long TICK_NS = 250_000_000L;

    private final EventQueue events;
    private final Links links;
    private final Dice dice;
    private final ZkServers servers;
    private final long sessionNs;
    private final List<ZkSession> sessions = new ArrayList<>();
    private final List<Ephemeral> ephemerals = new ArrayList<>();
    private final List<Runnable> undecided = new ArrayList<>();
    private long lastSession;

    private record Ephemeral(Znode<?> node, ZkSession owner) {}

    /** @param firstEnd the number of the first server's end in {@code links} */
    public SimZookeeper(EventQueue events, Links links, Dice dice, int count, int firstEnd, long sessionNs) {
        this.events = events;
        this.links = links;
        this.dice = dice;
        this.sessionNs = sessionNs;
        servers = new ZkServers(count, firstEnd, events, links, dice);
        events.in(TICK_NS, this::tick);
    }

    public int serverCount() {
        return servers.count;
    }

    /** The server that leads; -1 while none does. */
    public int leader() {
        return servers.leader();
    }

    public void crash(int server) {
        servers.setUp(server, false);
    }

    public void restart(int server) {
        servers.setUp(server, true);
    }

    public boolean isUp(int server) {
        return servers.isUp(server);
    }

    /** Lets a follower apply what is committed only so much later. */
    public void lag(int server, long delayNs) {
        servers.lag(server, delayNs);
    }

    /** To be called before links change: what was applied until now stays applied. */
    public void settle() {
        servers.settle();
    }

    public boolean hasQuorum() {
        return servers.hasQuorum(servers.leader());
    }

    public ZkSession connect(SimProcess client, int end) {
        var session = new ZkSession(++lastSession, client, end, dice.below(servers.count), events.nowNs());
        sessions.add(session);
        return session;
    }

    /** Ends a session, as an operator or a clock that jumped may. */
    public void expire(ZkSession session) {
        if (!session.expired) {
            session.expired = true;
            sessions.remove(session);
            for (var ephemeral : List.copyOf(ephemerals)) {
                if (ephemeral.owner == session) {
                    ephemerals.remove(ephemeral);
                    ephemeral.node.write(servers.commit(), null);
                }
            }
        }
    }

    /** The sessions that live, for those who want to end some. */
    public List<ZkSession> sessions() {
        return sessions;
    }

    /** Writes what is known from before the story begins. */
    public <T> void seed(Znode<T> node, T value) {
        node.write(servers.commit(), value);
    }

    /** Reads through the server that the session is connected to. {@code answer} gets nothing when the connection is lost. */
    public void read(ZkSession session, Consumer<@Nullable ZkView> answer) {
        var server = session.server;
        var there = links.latencyNs(session.end, servers.endOf(server));
        if (there == Links.LOST) {
            session.client.in(lossNoticedNs(), () -> loseConnection(session, () -> answer.accept(null)));
            return;
        }
        events.in(there, () -> {
            var back = links.latencyNs(servers.endOf(server), session.end);
            heardOf(session, server);
            var applied = servers.appliedBy(server);
            if (applied < session.lastZxid && back != Links.LOST) {
                // A server that is behind what the client has seen refuses it; the client goes to another one at once.
                session.client.in(back, () -> loseConnection(session, () -> answer.accept(null)));
                return;
            }
            if (back == Links.LOST || !servers.serves(server)) {
                session.client.in(lossNoticedNs(), () -> loseConnection(session, () -> answer.accept(null)));
                return;
            }
            var expired = session.expired;
            session.client.in(back, () -> {
                session.lastZxid = Math.max(session.lastZxid, applied);
                answer.accept(new ZkView(applied, expired));
            });
        });
    }

    public void submit(ZkSession session, Transaction transaction, Consumer<ZkAnswer> answer) {
        var server = session.server;
        var there = links.latencyNs(session.end, servers.endOf(server));
        if (there == Links.LOST) {
            unknown(session, answer);
            return;
        }
        events.in(there, () -> arrive(session, server, transaction, answer));
    }

    private void arrive(ZkSession session, int server, Transaction transaction, Consumer<ZkAnswer> answer) {
        heardOf(session, server);
        var leader = servers.leader();
        if (!servers.serves(server) || leader < 0) {
            unknown(session, answer);
            return;
        }
        var forward = server == leader ? 0 : links.latencyNs(servers.endOf(server), servers.endOf(leader));
        if (forward == Links.LOST) {
            unknown(session, answer);
            return;
        }
        events.in(forward + servers.replicationNs(), () -> decide(session, server, leader, transaction, answer));
    }

    private void decide(ZkSession session, int server, int leader, Transaction transaction, Consumer<ZkAnswer> answer) {
        if (servers.leader() != leader || !servers.hasQuorum(leader)) {
            // Proposed, and perhaps on the disk of a server that will have a say when there is a majority again.
            if (dice.chance(300)) {
                undecided.add(() -> apply(session, transaction));
            }
            unknown(session, answer);
            return;
        }
        var result = apply(session, transaction);
        var zxid = servers.appliedBy(leader);
        var back = server == leader ? 0 : links.latencyNs(servers.endOf(leader), servers.endOf(server));
        var home = links.latencyNs(servers.endOf(server), session.end);
        if (back == Links.LOST || home == Links.LOST || !servers.isUp(server)) {
            unknown(session, answer);
            return;
        }
        // A server answers when it has applied the write itself, so that its client reads what it wrote.
        session.client.in(back + servers.lagOf(server) + home, () -> {
            session.lastZxid = Math.max(session.lastZxid, zxid);
            answer.accept(result);
        });
    }

    private ZkAnswer apply(ZkSession session, Transaction transaction) {
        if (session.expired) {
            return new ZkAnswer.SessionExpired();
        }
        for (var part : transaction.parts()) {
            if (part.version() != Transaction.ANY && part.node().version() != part.version()) {
                return new ZkAnswer.BadVersion(part.node().path());
            }
        }
        var zxid = servers.commit();
        for (var part : transaction.parts()) {
            write(zxid, part);
        }
        return new ZkAnswer.Applied();
    }

    private void write(long zxid, Part part) {
        if (!part.writes()) {
            return;
        }
        part.node().write(zxid, part.value());
        ephemerals.removeIf(ephemeral -> ephemeral.node == part.node());
        if (part.ephemeralOwner() != null) {
            ephemerals.add(new Ephemeral(part.node(), part.ephemeralOwner()));
        }
    }

    private void unknown(ZkSession session, Consumer<ZkAnswer> answer) {
        session.client.in(lossNoticedNs(), () -> loseConnection(session, () -> answer.accept(new ZkAnswer.Unknown())));
    }

    /** A client gives a server up after two thirds of the session without a word; often it is told at once. */
    private long lossNoticedNs() {
        return dice.chance(500) ? dice.between(1_000_000, 300_000_000L) : sessionNs * 2 / 3;
    }

    private void loseConnection(ZkSession session, Runnable then) {
        session.server = dice.below(servers.count);
        then.run();
    }

    private void heardOf(ZkSession session, int server) {
        if (servers.follows(server)) {
            session.lastHeardNs = events.nowNs();
        }
    }

    private void tick() {
        events.in(TICK_NS, this::tick);
        if (servers.tick()) {
            // A new leader gives every session its whole time again, after it has settled what the old one left.
            undecided.forEach(Runnable::run);
            undecided.clear();
            sessions.forEach(session -> session.lastHeardNs = events.nowNs());
        }
        if (!hasQuorum()) {
            return;
        }
        for (var place = sessions.size() - 1; place >= 0; place--) {
            var session = sessions.get(place);
            if (events.nowNs() - session.lastHeardNs > sessionNs) {
                expire(session);
            }
        }
    }
}
