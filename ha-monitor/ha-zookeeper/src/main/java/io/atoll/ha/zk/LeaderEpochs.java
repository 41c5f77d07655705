package io.atoll.ha.zk;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.model.LeaderEpoch;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** The epoch of the leading manager, or of the agent that is HA leader: a counter that only grows. */
public final class LeaderEpochs {
    private static final int ATTEMPTS = 16;

    private final ZookeeperConnection connection;
    private final String path;

    public LeaderEpochs(ZookeeperConnection connection) {
        this(connection, connection.layout().leaderEpoch());
    }

    private LeaderEpochs(ZookeeperConnection connection, String path) {
        this.connection = connection;
        this.path = path;
    }

    /** The epochs of HA leaders, which agents raise. */
    public static LeaderEpochs ofAgents(ZookeeperConnection connection) {
        return new LeaderEpochs(connection, connection.layout().haLeaderEpoch());
    }

    /** The newest epoch with the version of the node that holds it, for a transaction that depends on it; asked once. */
    public Transactions.Reading readOnce(Duration limit) {
        return new Transactions(connection).read(List.of(path), limit);
    }

    /** Makes sense of what {@link #readOnce} found. */
    public Versioned understand(Transactions.@Nullable NodeData node) {
        return node == null
                ? new Versioned(new LeaderEpoch(0), -1)
                : new Versioned(
                        new LeaderEpoch(
                                NodeJson.read(path, node.data(), Node.class).epoch()),
                        node.version());
    }

    /** An epoch and the version of its node. */
    public record Versioned(LeaderEpoch epoch, int version) {}

    /** The newest epoch; zero before the first leader. */
    public LeaderEpoch current() {
        return perform("reading the leader's epoch", () -> read(new Stat()));
    }

    /**
     * Raises the epoch for a new leader, above {@code floor} too: a ZooKeeper that lost its data must not hand out an
     * epoch that was used before.
     */
    public LeaderEpoch raise(LeaderEpoch floor) {
        return perform("raising the leader's epoch", () -> {
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                var stat = new Stat();
                var now = read(stat);
                var next = (now.isOlderThan(floor) ? floor : now).next();
                var data = NodeJson.write(new Node(next.value()));
                try {
                    if (stat.getMzxid() == 0) {
                        connection.client().create().forPath(path, data);
                    } else {
                        connection
                                .client()
                                .setData()
                                .withVersion(stat.getVersion())
                                .forPath(path, data);
                    }
                    return next;
                } catch (KeeperException.NodeExistsException | KeeperException.BadVersionException _) {
                    // Another manager raised it; the next number is as good.
                }
            }
            throw new IllegalStateException("Lost %d races for the leader's epoch in a row.".formatted(ATTEMPTS));
        });
    }

    private LeaderEpoch read(Stat stat) throws Exception {
        try {
            var data = connection.client().getData().storingStatIn(stat).forPath(path);
            return new LeaderEpoch(NodeJson.read(path, data, Node.class).epoch());
        } catch (KeeperException.NoNodeException _) {
            return new LeaderEpoch(0);
        }
    }

    /** The node's data. */
    record Node(long epoch) {}
}
