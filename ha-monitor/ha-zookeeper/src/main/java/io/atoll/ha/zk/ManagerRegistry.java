package io.atoll.ha.zk;

import static io.atoll.ha.zk.ZookeeperConnection.perform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.zookeeper.KeeperException;

/** Which managers are there. */
public final class ManagerRegistry {
    private final ZookeeperConnection connection;

    public ManagerRegistry(ZookeeperConnection connection) {
        this.connection = connection;
    }

    /** Shows this manager for as long as the handle is open, also across lost sessions. */
    public Presence announce(ManagerEntry manager) {
        var data = NodeJson.write(
                new Node(manager.address(), manager.version(), manager.since().toEpochMilli()));
        var path = connection.layout().manager(manager.id());
        return Presence.start(connection, path, data);
    }

    /** Those there now, the longest serving first. */
    public List<ManagerEntry> list() {
        return perform("listing the managers", () -> {
            var managers = new ArrayList<ManagerEntry>();
            for (var child : connection
                    .client()
                    .getChildren()
                    .forPath(connection.layout().managers())) {
                var id = UUID.fromString(child);
                var path = connection.layout().manager(id);
                try {
                    var node = NodeJson.read(path, connection.client().getData().forPath(path), Node.class);
                    managers.add(new ManagerEntry(id, node.address, node.version, Instant.ofEpochMilli(node.sinceMs)));
                } catch (KeeperException.NoNodeException _) {
                    // Left between the two looks.
                }
            }
            managers.sort(Comparator.comparing(ManagerEntry::since).thenComparing(ManagerEntry::id));
            return List.copyOf(managers);
        });
    }

    /** The node's data. */
    record Node(String address, String version, long sinceMs) {}
}
