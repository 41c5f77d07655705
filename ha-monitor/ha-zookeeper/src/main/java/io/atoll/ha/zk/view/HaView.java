package io.atoll.ha.zk.view;

import io.atoll.ha.zk.NodeLayout;
import io.atoll.ha.zk.Transactions;
import io.atoll.ha.zk.Transactions.NodeData;
import io.atoll.ha.zk.Transactions.Reading;
import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.ha.zk.lease.Beat;
import io.atoll.ha.zk.view.HaLook.Freshness;
import io.atoll.ha.zk.view.WatchedNodes.Top;
import io.atoll.model.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything one agent looks at several times a second: all hosts' beats, which change all the time and are read in one
 * request per look, and what changes seldom, which is kept current by watches. The hosts are those that have a fence, which
 * is all members.
 *
 * <p>For one thread. A look takes a second at most; without a connection it says so at once.
 */
public final class HaView implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** What hosts say of themselves is read with the beats, of so many hosts per look, all in turn. */
    private static final int HOSTS_AT_ONCE = 24;

    /** 200 hosts are through after 9 looks; what is older than this was not read for another reason. */
    private static final long HOST_FACTS_OLDEST_NANOS = 5_000_000_000L;

    private final NodeLayout layout;
    private final Transactions transactions;
    private final WatchedNodes watched;
    private final FactsReader reader;
    private final LongSupplier nanos;
    private final Map<HostId, SeenHost> hosts = new HashMap<>();
    private Map<String, NodeData> nodes = Map.of();
    private List<HostId> members = List.of();
    private long knownChanges = -1;
    private long currentAsOf;
    private int nextHost;

    /** @param nanos the caller's clock, which all times of this view are of; it should not stand still in suspend */
    public HaView(ZookeeperConnection connection, LongSupplier nanos) {
        this.layout = connection.layout();
        this.transactions = new Transactions(connection);
        this.reader = new FactsReader(layout);
        this.nanos = nanos;
        this.currentAsOf = nanos.getAsLong();
        this.watched = new WatchedNodes(
                connection,
                List.of(
                        new Top(layout.fences(), List.of()),
                        new Top(layout.vms(), List.of("owner", "protection", "state")),
                        new Top(layout.haSettings(), List.of()),
                        new Top(layout.haRules(), List.of(), ClusterRules.MOST_BYTES),
                        new Top(layout.evidence(), List.of())));
        watched.start();
    }

    /** Reads the beats and takes what is known of the rest. */
    public HaLook look() {
        var inTurn = inTurn();
        var paths = new ArrayList<String>();
        var asked = members;
        asked.forEach(host -> paths.add(layout.beat(host)));
        inTurn.forEach(host -> paths.add(layout.hostFacts(host)));
        var start = nanos.getAsLong();
        var reading = transactions.read(paths, LIMIT);
        var end = nanos.getAsLong();
        return switch (reading) {
            case Reading.Unread(var reason) -> {
                var facts = facts(watched.state(knownChanges));
                yield new HaLook(
                        new BeatReading.Failed(start, end, reason), facts, new Freshness.Stale(currentAsOf, reason));
            }
            case Reading.Read(var found) -> {
                for (var at = 0; at < inTurn.size(); at++) {
                    hosts.put(inTurn.get(at), new SeenHost(found.get(asked.size() + at), end));
                }
                var state = watched.state(knownChanges);
                var facts = facts(state);
                yield new HaLook(beats(asked, found, start, end), facts, freshness(state, start, end));
            }
        };
    }

    private List<HostId> inTurn() {
        var chosen = new ArrayList<HostId>();
        for (var count = 0; count < Math.min(HOSTS_AT_ONCE, members.size()); count++) {
            chosen.add(members.get(nextHost++ % members.size()));
        }
        nextHost = members.isEmpty() ? 0 : nextHost % members.size();
        return chosen;
    }

    private BeatReading beats(List<HostId> asked, List<@Nullable NodeData> found, long start, long end) {
        var beats = new TreeMap<HostId, Beat>();
        var without = new TreeSet<HostId>();
        for (var at = 0; at < asked.size(); at++) {
            var host = asked.get(at);
            var node = found.get(at);
            if (node == null) {
                without.add(host);
                continue;
            }
            beats.put(host, beat(host, node));
        }
        return new BeatReading.Read(start, end, beats, without);
    }

    /** What a host writes into its own beat is its own affair: it lives as long as the version changes. */
    private Beat beat(HostId host, NodeData node) {
        try {
            return Beat.read(layout.beat(host), host, node.data(), node.version());
        } catch (RuntimeException _) {
            return new Beat(host, "", 0, node.version());
        }
    }

    private HaFacts facts(WatchedNodes.State state) {
        if (state.changes() != knownChanges) {
            nodes = state.nodes();
            knownChanges = state.changes();
        }
        var all = new HashMap<>(nodes);
        hosts.forEach((host, seen) -> {
            if (seen.node != null) {
                all.put(layout.hostFacts(host), seen.node);
            }
        });
        var facts = reader.read(all);
        members = members(all);
        hosts.keySet().retainAll(members);
        return facts;
    }

    /** By the fences' names, whatever they hold: a host does not drop out of sight because a node is unreadable. */
    private List<HostId> members(Map<String, NodeData> all) {
        var found = new TreeSet<HostId>();
        var prefix = layout.fences() + "/";
        for (var path : all.keySet()) {
            if (path.startsWith(prefix)) {
                found.add(HostId.parse(path.substring(prefix.length())));
            }
        }
        return List.copyOf(found);
    }

    private Freshness freshness(WatchedNodes.State state, long start, long end) {
        if (!state.settled()) {
            return new Freshness.Stale(currentAsOf, "What changed in ZooKeeper is being read.");
        }
        for (var host : members) {
            var seen = hosts.get(host);
            if (seen == null || end - seen.atNanos > HOST_FACTS_OLDEST_NANOS) {
                return new Freshness.Stale(currentAsOf, "What host %s says of itself is being read.".formatted(host));
            }
        }
        currentAsOf = start;
        return new Freshness.Current(start);
    }

    @Override
    public void close() {
        watched.close();
    }

    private record SeenHost(@Nullable NodeData node, long atNanos) {}
}
