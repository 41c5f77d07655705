package io.atoll.ha.zk.lease;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.model.HostId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Which hosts may renew their lease. Raised by {@link Takeovers} only, opened by the host's {@link BeatChannel} only. */
public final class Fences {
    private final ZookeeperConnection connection;

    public Fences(ZookeeperConnection connection) {
        this.connection = connection;
    }

    /** Empty: the host is not a member. */
    public Optional<Fence> read(HostId host) {
        var path = connection.layout().fence(host);
        return perform("reading the fence of host " + host, () -> {
            try {
                var stat = new Stat();
                var data = connection.client().getData().storingStatIn(stat).forPath(path);
                return Optional.of(Fence.read(path, host, data, stat.getVersion()));
            } catch (KeeperException.NoNodeException _) {
                return Optional.empty();
            }
        });
    }

    public SortedMap<HostId, Fence> readAll() {
        return perform("reading all fences", () -> {
            var fences = new TreeMap<HostId, Fence>();
            for (var child : connection
                    .client()
                    .getChildren()
                    .forPath(connection.layout().fences())) {
                var host = HostId.parse(child);
                read(host).ifPresent(fence -> fences.put(host, fence));
            }
            return fences;
        });
    }
}
