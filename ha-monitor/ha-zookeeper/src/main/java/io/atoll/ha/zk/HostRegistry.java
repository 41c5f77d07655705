package io.atoll.ha.zk;

import static io.atoll.ha.zk.ZookeeperConnection.perform;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoll.model.HostId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.zookeeper.KeeperException;

/** Which hosts are members, and which agents' sessions live. */
public final class HostRegistry {
    /** Open, by nobody yet; see {@link io.atoll.ha.zk.lease.Fence}. */
    static final byte[] FIRST_FENCE = "{\"state\":\"OPEN\",\"leaderEpoch\":0,\"by\":\"admission\"}".getBytes(UTF_8);

    private final ZookeeperConnection connection;

    public HostRegistry(ZookeeperConnection connection) {
        this.connection = connection;
    }

    /** Makes the host's nodes: its own, below which only it and managers may write, and its fence. Repeatable. */
    public void admit(HostId host) {
        perform("admitting host " + host, () -> {
            connection.createIfMissing(connection.layout().fence(host), FIRST_FENCE);
            connection.createIfMissing(connection.layout().host(host), new byte[0]);
            return true;
        });
    }

    /** Removes the host's nodes. For managers; repeatable. */
    public void remove(HostId host) {
        perform("removing host " + host, () -> {
            deleteIfThere(connection.layout().host(host));
            deleteIfThere(connection.layout().fence(host));
            deleteIfThere(connection.layout().evidence(host));
            return true;
        });
    }

    private void deleteIfThere(String path) throws Exception {
        try {
            connection.client().delete().deletingChildrenIfNeeded().forPath(path);
        } catch (KeeperException.NoNodeException _) {
            // Gone already.
        }
    }

    public SortedSet<HostId> members() {
        return perform("listing the hosts", () -> {
            var hosts = new TreeSet<HostId>();
            connection
                    .client()
                    .getChildren()
                    .forPath(connection.layout().hosts())
                    .forEach(child -> hosts.add(HostId.parse(child)));
            return hosts;
        });
    }

    /**
     * For the host itself: shows that its agent is here, for as long as the returned handle is open, also across lost
     * sessions. Waits for nothing; until a manager has admitted the host it tries again in the background.
     */
    public Presence announce(HostId host, HostAnnouncement announcement) {
        var data = NodeJson.write(announcement);
        return Presence.start(connection, connection.layout().alive(host), data);
    }

    /** What the host announced, while its agent's session lives. A hint: absence proves nothing. */
    public Optional<HostAnnouncement> alive(HostId host) {
        var path = connection.layout().alive(host);
        return perform("looking for host " + host, () -> {
            try {
                var data = connection.client().getData().forPath(path);
                return Optional.of(NodeJson.read(path, data, HostAnnouncement.class));
            } catch (KeeperException.NoNodeException _) {
                return Optional.empty();
            }
        });
    }
}
