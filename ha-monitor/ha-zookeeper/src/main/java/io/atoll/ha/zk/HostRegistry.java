package io.atoll.ha.zk;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import io.atoll.model.HostId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.zookeeper.KeeperException;

/** Which hosts are members, and which agents' sessions live. */
public final class HostRegistry {
    private final ZookeeperConnection connection;

    public HostRegistry(ZookeeperConnection connection) {
        this.connection = connection;
    }

    /** Makes the host's node, below which only it and managers may write. For managers; repeatable. */
    public void admit(HostId host) {
        perform("admitting host " + host, () -> {
            connection.createIfMissing(connection.layout().host(host), new byte[0]);
            return true;
        });
    }

    /** Removes the host's nodes. For managers; repeatable. */
    public void remove(HostId host) {
        perform("removing host " + host, () -> {
            try {
                connection
                        .client()
                        .delete()
                        .deletingChildrenIfNeeded()
                        .forPath(connection.layout().host(host));
            } catch (KeeperException.NoNodeException _) {
                // Gone already.
            }
            return true;
        });
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
