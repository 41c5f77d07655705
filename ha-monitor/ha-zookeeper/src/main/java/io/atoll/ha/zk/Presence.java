package io.atoll.ha.zk;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ephemeral node that comes back by itself, after a lost session and after somebody removed it, until it is closed. One
 * left over from this participant's earlier run is replaced at once instead of waiting for its session to expire.
 */
public final class Presence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final int LOOK_EVERY_SECONDS = 5;
    private static final int RETRY_AFTER_MS = 500;

    private final ZookeeperConnection connection;
    private final String path;
    private final byte[] data;
    private final ScheduledExecutorService thread;
    private final ConnectionStateListener onReconnect;
    private boolean complained;

    private Presence(ZookeeperConnection connection, String path, byte[] data) {
        this.connection = connection;
        this.path = path;
        this.data = data.clone();
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("atoll-presence").factory());
        this.onReconnect = (_, state) -> {
            if (state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED) {
                thread.execute(this::keep);
            }
        };
    }

    static Presence start(ZookeeperConnection connection, String path, byte[] data) {
        var presence = new Presence(connection, path, data);
        connection.client().getConnectionStateListenable().addListener(presence.onReconnect);
        var _ = presence.thread.scheduleWithFixedDelay(presence::keep, 0, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        return presence;
    }

    private void keep() {
        try {
            if (!connection.connected()) {
                return; // The listener calls again as soon as there is a connection.
            }
            makeOurs();
            complained = false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (!complained) {
                LOG.warn("Cannot make {} yet ({}); trying again until it works.", path, e.toString());
                complained = true;
            }
            if (!thread.isShutdown()) {
                var _ = thread.schedule(this::keep, RETRY_AFTER_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void makeOurs() throws Exception {
        var client = connection.client();
        var there = client.checkExists().forPath(path);
        if (there != null
                && there.getEphemeralOwner()
                        == client.getZookeeperClient().getZooKeeper().getSessionId()) {
            return;
        }
        if (there != null) {
            deleteIfThere(there.getVersion());
        }
        client.create().withMode(CreateMode.EPHEMERAL).forPath(path, data);
    }

    private void deleteIfThere(int version) throws Exception {
        try {
            connection.client().delete().withVersion(version).forPath(path);
        } catch (KeeperException.NoNodeException _) {
            // Its session has just ended.
        }
    }

    /** Takes the node back; without a connection it goes when the session expires. */
    @Override
    public void close() {
        connection.client().getConnectionStateListenable().removeListener(onReconnect);
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
            deleteIfThere(-1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.info("Could not take back {} ({}); it goes when the session expires.", path, e.toString());
        }
    }
}
