package io.atoll.ha.zk;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.model.LeaderEpoch;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** The epoch of the leading manager, a counter that only grows. */
public final class LeaderEpochs {
    private static final int ATTEMPTS = 16;

    private final ZookeeperConnection connection;

    public LeaderEpochs(ZookeeperConnection connection) {
        this.connection = connection;
    }

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
            var path = connection.layout().leaderEpoch();
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
        var path = connection.layout().leaderEpoch();
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
