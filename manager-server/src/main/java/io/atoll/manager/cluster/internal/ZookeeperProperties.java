package io.atoll.manager.cluster.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.zookeeper.*}.
 *
 * @param connect an ensemble of your own, or another manager's embedded server, {@code host:port[,…]}; empty: the embedded
 * @param tls whether {@code connect} speaks TLS with this installation's certificates
 * @param bindAddress where the embedded server listens
 * @param port of the embedded server
 * @param advertised what enrolled hosts are told to connect to; default: the public URL's host with {@code port}
 * @param tickTime smallest unit of the embedded server's clock; sessions last at least two of it
 * @param sessionTimeout after which a silent manager loses its leadership
 */
@ConfigurationProperties("atoll.zookeeper")
record ZookeeperProperties(
        @Nullable String connect,
        @DefaultValue("true") boolean tls,
        @DefaultValue("0.0.0.0") String bindAddress,
        @DefaultValue("2281") int port,
        @Nullable String advertised,
        @DefaultValue("500ms") Duration tickTime,
        @DefaultValue("4s") Duration sessionTimeout) {
    ZookeeperProperties {
        connect = connect == null || connect.isBlank() ? null : connect;
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "atoll.zookeeper.port (%d) must be between 0 and 65535.".formatted(port));
        }
        if (sessionTimeout.compareTo(tickTime.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "atoll.zookeeper.session-timeout (%s) must be at least twice atoll.zookeeper.tick-time (%s)."
                            .formatted(sessionTimeout, tickTime));
        }
    }
}
