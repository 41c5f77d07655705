package io.atoll.hypervisor.api;

import java.net.InetAddress;

/** Where a migration target listens. */
public record IncomingEndpoint(InetAddress address, int port) {

    private static final int MAX_PORT = 65_535;

    public IncomingEndpoint {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("A port lies between 1 and %d, %d was given.".formatted(MAX_PORT, port));
        }
    }
}
