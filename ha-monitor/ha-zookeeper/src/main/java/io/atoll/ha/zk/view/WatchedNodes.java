package io.atoll.ha.zk.view;

import io.atoll.ha.zk.Transactions;
import io.atoll.ha.zk.Transactions.NodeData;
import io.atoll.ha.zk.Transactions.Reading;
import io.atoll.ha.zk.ZookeeperConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data of all nodes below some top nodes, kept current by ZooKeeper's persistent recursive watches. ZooKeeper tells of a
 * change before it answers any request with what came after it; so when {@link State#settled} is true as an answer comes in,
 * nothing that was known to the server by then is missing. Watches may miss what happens while there is no connection:
 * after each loss everything is read again.
 */
final class WatchedNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedNodes.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Keeps an answer below ZooKeeper's limit of 1 MiB, with what is written around each node. */
    private static final int READ_AT_ONCE_BYTES = 800 * 1024;

    private static final int USUAL_BYTES = 4 * 1024;

    private static final int TRY_AGAIN_MS = 250;

    private final ZookeeperConnection connection;
    private final Transactions transactions;
    private final List<Top> tops;
    private final Watcher watcher = this::changed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("atoll-ha-view").factory());

    /** Guarded by this, as all below. */
    private final Map<String, NodeData> nodes = new HashMap<>();

    private Set<String> changed = new HashSet<>();
    private long watchedInSession;
    private boolean complete;
    private boolean reading;
    private boolean asked;
    private long changes;

    WatchedNodes(ZookeeperConnection connection, List<Top> tops) {
        this.connection = connection;
        this.transactions = new Transactions(connection);
        this.tops = List.copyOf(tops);
    }

    /**
     * A node whose children are watched.
     *
     * @param leaves what is read of each child; empty: the child itself
     * @param mostBytes what one of the nodes that are read may hold
     */
    record Top(String path, List<String> leaves, int mostBytes) {
        Top(String path, List<String> leaves) {
            this(path, leaves, USUAL_BYTES);
        }
    }

    /** What is known, at one moment. */
    record State(boolean settled, long changes, Map<String, NodeData> nodes) {}

    void start() {
        connection.onConnectionChange(connected -> {
            lose();
            if (connected) {
                ask();
            }
        });
        ask();
    }

    /**
     * Whether all there is was read and no change is known that was not, and the nodes, unless {@code knownChanges} says
     * that the caller has them.
     */
    synchronized State state(long knownChanges) {
        var settled = complete && !reading && changed.isEmpty();
        return new State(settled, changes, knownChanges == changes ? Map.of() : new HashMap<>(nodes));
    }

    private synchronized void note(String path) {
        changed.add(path);
    }

    private synchronized void lose() {
        complete = false;
    }

    /** On ZooKeeper's event thread, which must not wait. */
    private void changed(WatchedEvent event) {
        if (event.getPath() == null) {
            lose(); // About the connection; here it comes before any answer through the next one.
        } else {
            note(event.getPath());
        }
        ask();
    }

    private void ask() {
        synchronized (this) {
            if (asked || thread.isShutdown()) {
                return;
            }
            asked = true;
        }
        thread.execute(this::catchUp);
    }

    private void catchUp() {
        synchronized (this) {
            asked = false;
        }
        if (!connection.connected()) {
            return; // Its coming back asks again.
        }
        try {
            var done = needsAll() ? readAll() : readChanged();
            if (!done) {
                later();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.info("Cannot read everything HA looks at yet ({}); trying again.", e.toString());
            later();
        }
    }

    private void later() {
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::ask, TRY_AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized boolean needsAll() {
        return !complete;
    }

    /** The watches come first: what changes while we read is told and read again. */
    private boolean readAll() throws Exception {
        synchronized (this) {
            complete = true; // A connection lost from here on makes it false again.
            reading = true;
            changed = new HashSet<>();
        }
        var found = new HashMap<String, NodeData>();
        var done = false;
        try {
            watch();
            var paths = new ArrayList<String>();
            for (var top : tops) {
                collect(top, paths);
            }
            done = readInto(paths, found);
            return done;
        } finally {
            synchronized (this) {
                reading = false;
                complete = complete && done;
                if (done) {
                    nodes.clear();
                    nodes.putAll(found);
                    changes++;
                }
            }
        }
    }

    private void watch() throws Exception {
        var zookeeper = connection.client().getZookeeperClient().getZooKeeper();
        synchronized (this) {
            if (watchedInSession == zookeeper.getSessionId()) {
                return; // Its client sets them again by itself when it reconnects.
            }
        }
        for (var top : tops) {
            zookeeper.addWatch(top.path, watcher, AddWatchMode.PERSISTENT_RECURSIVE);
        }
        synchronized (this) {
            watchedInSession = zookeeper.getSessionId();
        }
    }

    private void collect(Top top, List<String> paths) throws Exception {
        for (var child : children(top)) {
            var path = top.path + "/" + child;
            if (top.leaves.isEmpty()) {
                paths.add(path);
            } else {
                top.leaves.forEach(leaf -> paths.add(path + "/" + leaf));
            }
        }
    }

    /** In an installation that an earlier version made, a top may be missing until a manager makes it, which the watch tells. */
    private List<String> children(Top top) throws Exception {
        try {
            return connection.client().getChildren().forPath(top.path);
        } catch (KeeperException.NoNodeException _) {
            return List.of();
        }
    }

    private List<List<String>> parts(List<String> paths) {
        var parts = new ArrayList<List<String>>();
        var from = 0;
        var bytes = 0;
        for (var at = 0; at < paths.size(); at++) {
            var more = mostBytes(paths.get(at));
            if (at > from && bytes + more > READ_AT_ONCE_BYTES) {
                parts.add(paths.subList(from, at));
                from = at;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < paths.size()) {
            parts.add(paths.subList(from, paths.size()));
        }
        return parts;
    }

    private int mostBytes(String path) {
        for (var top : tops) {
            if (path.startsWith(top.path + "/")) {
                return top.mostBytes;
            }
        }
        return USUAL_BYTES;
    }

    private boolean readInto(List<String> paths, Map<String, NodeData> found) {
        for (var part : parts(paths)) {
            switch (transactions.read(part, LIMIT)) {
                case Reading.Unread(var reason) -> {
                    LOG.info("Cannot read {} nodes HA looks at: {}", part.size(), reason);
                    return false;
                }
                case Reading.Read(var data) -> {
                    for (var at = 0; at < part.size(); at++) {
                        var node = data.get(at);
                        if (node != null) {
                            found.put(part.get(at), node);
                        }
                    }
                }
            }
        }
        return true;
    }

    private boolean readChanged() {
        Set<String> paths;
        synchronized (this) {
            paths = changed;
            changed = new HashSet<>();
            reading = true;
        }
        var found = new HashMap<String, NodeData>();
        var done = readInto(List.copyOf(paths), found);
        synchronized (this) {
            reading = false;
            if (done) {
                paths.forEach(nodes::remove);
                nodes.putAll(found);
                changes++;
            } else {
                changed.addAll(paths);
            }
        }
        return done;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (!connection.connected()) {
            return; // The watches go with the session.
        }
        try {
            var zookeeper = connection.client().getZookeeperClient().getZooKeeper();
            for (var top : tops) {
                zookeeper.removeWatches(top.path, watcher, Watcher.WatcherType.Any, true);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("The watches go with the session", e);
        }
    }
}
