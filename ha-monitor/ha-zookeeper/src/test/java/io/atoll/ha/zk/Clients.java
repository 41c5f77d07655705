package io.atoll.ha.zk;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Connections for tests. */
public final class Clients {
    public static final UUID INSTALLATION = UUID.fromString("0198c0de-7a1e-7000-8000-0000000000aa");

    private Clients() {}

    public static ZookeeperConnection connect(String connectString, @Nullable ZookeeperTls tls)
            throws InterruptedException {
        var connection = ZookeeperConnection.open(
                new ZookeeperSettings(connectString, INSTALLATION, Duration.ofSeconds(4), Duration.ofSeconds(10), tls));
        if (!connection.awaitConnected(Duration.ofSeconds(30))) {
            connection.close();
            throw new IllegalStateException("No connection to ZooKeeper at " + connectString);
        }
        return connection;
    }
}
