package io.atoll.ha.zk;

import java.time.Duration;

/**
 * Finds out whether one server of an ensemble serves: it opens a session there, which a server grants only while it follows (or is)
 * the leader of a majority and has caught up with it.
 */
public final class ServerProbe {
    private ServerProbe() {}

    /** Whether the one server that the settings name serves within the limit. */
    public static boolean serves(ZookeeperSettings settings, Duration limit) throws InterruptedException {
        try (var connection = ZookeeperConnection.open(settings)) {
            return connection.awaitConnected(limit);
        }
    }
}
