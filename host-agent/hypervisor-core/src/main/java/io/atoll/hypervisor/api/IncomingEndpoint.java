package io.atoll.hypervisor.api;

import java.net.InetAddress;

/**
 * Where a migration target listens.
 *
 * @param memoryChannels connections it expects for the guest's memory beside the first one; 0: everything comes over one.
 *     The source must open exactly that many
 */
public record IncomingEndpoint(InetAddress address, int port, int memoryChannels) {

    /** More would wait for the same processors; QEMU itself allows 255. */
    public static final int MOST_MEMORY_CHANNELS = 16;

    private static final int MAX_PORT = 65_535;

    public IncomingEndpoint {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("A port lies between 1 and %d, %d was given.".formatted(MAX_PORT, port));
        }
        requireMemoryChannels(memoryChannels);
    }

    static void requireMemoryChannels(int count) {
        if (count < 0 || count > MOST_MEMORY_CHANNELS) {
            throw new IllegalArgumentException(
                    "A migration has 0 to %d memory channels, %d were given.".formatted(MOST_MEMORY_CHANNELS, count));
        }
    }
}
