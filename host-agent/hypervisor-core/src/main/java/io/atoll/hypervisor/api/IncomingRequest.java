package io.atoll.hypervisor.api;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration target listens.
 *
 * @param listenAddress an address of this host
 * @param ports the first free one is taken
 * @param tls null: anyone who reaches the port may send (tests and trusted networks only)
 */
public record IncomingRequest(
        InetAddress listenAddress,
        PortRange ports,
        @Nullable IncomingTls tls) {}
