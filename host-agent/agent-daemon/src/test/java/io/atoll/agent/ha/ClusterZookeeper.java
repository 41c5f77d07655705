package io.atoll.agent.ha;

import io.atoll.ha.zk.ZookeeperConnection;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.facts.ClusterHaSettings;
import io.atoll.ha.zk.facts.HaSettings;
import io.atoll.model.ClusterId;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.curator.test.TestingServer;

/** A real ZooKeeper that knows one cluster, and a connection to it. */
final class ClusterZookeeper implements AutoCloseable {
    private final TestingServer server;
    final ZookeeperConnection connection;

    ClusterZookeeper(ClusterId cluster) throws Exception {
        server = new TestingServer(true);
        connection = ZookeeperConnection.open(ZookeeperSettings.of(server.getConnectString(), new UUID(1, 1), null));
        if (!connection.awaitConnected(Duration.ofSeconds(30))) {
            throw new IllegalStateException("No connection to ZooKeeper at " + server.getConnectString());
        }
        connection.createLayout();
        new HaSettings(connection).write(ClusterHaSettings.usual(cluster, new TreeMap<>()));
    }

    @Override
    public void close() throws IOException {
        connection.close();
        server.close();
    }
}
