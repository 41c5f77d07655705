package io.atoll.ha.zk;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How to reach ZooKeeper.
 *
 * @param connect {@code host:port[,host:port…]}
 * @param installation names our nodes, {@code /atoll/<installation>}, and is the O of every certificate
 * @param sessionTimeout how long the server keeps ephemeral nodes of a silent client
 * @param connectTimeout how long one attempt to connect may take
 * @param tls null: plain text and nodes anyone may change; only for an ensemble on a network of its own
 */
public record ZookeeperSettings(
        String connect,
        UUID installation,
        Duration sessionTimeout,
        Duration connectTimeout,
        @Nullable ZookeeperTls tls) {
    /** Below it every client falsely expires as soon as CPU is short. */
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

    private static final Duration LONGEST_SESSION = Duration.ofSeconds(60);

    public ZookeeperSettings {
        if (sessionTimeout.compareTo(SHORTEST_SESSION) < 0 || sessionTimeout.compareTo(LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException(
                    "The ZooKeeper session timeout (%s) must be between %s and %s. Maybe use 4s."
                            .formatted(sessionTimeout, SHORTEST_SESSION, LONGEST_SESSION));
        }
        if (connect.isBlank()) {
            throw new IllegalArgumentException(
                    "The ZooKeeper connect string is empty. Give it as host:port[,host:port].");
        }
    }

    /** The usual time limits: 4 s session, 4 s to connect. */
    public static ZookeeperSettings of(String connect, UUID installation, @Nullable ZookeeperTls tls) {
        return new ZookeeperSettings(connect, installation, Duration.ofSeconds(4), Duration.ofSeconds(4), tls);
    }
}
