package io.atoll.ha.zk;

import io.atoll.model.HostId;
import java.util.List;
import org.apache.zookeeper.KeeperException;

/** Makes the nodes everything else lies below, and gives those that an earlier version made today's permissions. */
final class InstallationNodes {
    /** Raised whenever {@link NodeAcls} changes what an existing node needs. */
    private static final int ACL_FORMAT = 2;

    private static final byte[] NOTHING = new byte[0];

    private final ZookeeperConnection connection;
    private final NodeLayout layout;

    InstallationNodes(ZookeeperConnection connection) {
        this.connection = connection;
        this.layout = connection.layout();
    }

    void make() throws Exception {
        for (var path : List.of(
                NodeLayout.TOP,
                layout.root(),
                layout.hosts(),
                layout.fences(),
                layout.vms(),
                layout.managers(),
                layout.leader(),
                layout.leaderLatch(),
                layout.ha(),
                layout.haLeader(),
                layout.haSettings(),
                layout.haRules(),
                layout.evidence(),
                layout.incidents())) {
            connection.createIfMissing(path, NOTHING);
        }
        renewPermissions();
    }

    private void renewPermissions() throws Exception {
        var data = connection.client().getData().forPath(layout.root());
        var done = data == null || data.length == 0
                ? 0
                : NodeJson.read(layout.root(), data, RootNode.class).aclFormat();
        if (done >= ACL_FORMAT) {
            return;
        }
        for (var host : connection.client().getChildren().forPath(layout.hosts())) {
            connection.createIfMissing(layout.fence(HostId.parse(host)), HostRegistry.FIRST_FENCE);
        }
        if (connection.secured()) {
            renewBelow(layout.root());
        }
        connection.client().setData().forPath(layout.root(), NodeJson.write(new RootNode(ACL_FORMAT)));
    }

    private void renewBelow(String path) throws Exception {
        try {
            connection
                    .client()
                    .setACL()
                    .withACL(connection.acls().getAclForPath(path))
                    .forPath(path);
            for (var child : connection.client().getChildren().forPath(path)) {
                renewBelow(path + "/" + child);
            }
        } catch (KeeperException.NoNodeException _) {
            // Gone between the two looks.
        }
    }

    /** The data of the installation's top node. */
    record RootNode(int aclFormat) {}
}
