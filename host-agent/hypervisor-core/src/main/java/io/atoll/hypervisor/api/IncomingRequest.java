package io.atoll.hypervisor.api;

import java.net.InetAddress;
import java.nio.file.Path;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration target listens.
 *
 * @param listenAddress an address of this host
 * @param ports the first free one is taken
 * @param tls null: anyone who reaches the port may send (tests and trusted networks only)
 * @param sourceMemoryChannels how many connections for memory the source can open, {@link VmStatus#memoryChannels} there;
 *     the target decides how many it wants of them, see {@link IncomingEndpoint#memoryChannels}
 * @param arrival what the guest does once all of it is here
 */
public record IncomingRequest(
        InetAddress listenAddress,
        PortRange ports,
        @Nullable Tls tls,
        int sourceMemoryChannels,
        Arrival arrival) {

    public IncomingRequest {
        IncomingEndpoint.requireMemoryChannels(sourceMemoryChannels);
    }

    /** The guest goes on as it was sent. */
    public IncomingRequest(InetAddress listenAddress, PortRange ports, @Nullable Tls tls, int sourceMemoryChannels) {
        this(listenAddress, ports, tls, sourceMemoryChannels, Arrival.AS_SENT);
    }

    /** What a guest does when it has arrived. Highly available ones never go on by themselves. */
    public enum Arrival {
        /** It goes on as it was sent, running or paused. */
        AS_SENT,
        /** It stands still until it is admitted, then runs. */
        HELD,
        /** It was paused at the source: it stands still until it is admitted, and then stays paused. */
        HELD_THEN_PAUSED;

        /** What holds a guest of a highly available VM even where nobody asked for it. */
        public Arrival forVm(boolean highlyAvailable) {
            return highlyAvailable && this == AS_SENT ? HELD : this;
        }

        public boolean isHeld() {
            return this != AS_SENT;
        }
    }

    /**
     * How a migration target proves itself and whom it lets in.
     *
     * @param credentialsDirectory holds {@code ca-cert.pem}, {@code server-cert.pem}, {@code server-key.pem} and, if
     *     certificates can be revoked, {@code ca-crl.pem}
     * @param onlyPeer the subject of the one certificate that may connect
     */
    public record Tls(Path credentialsDirectory, X500Principal onlyPeer) {
        public Tls {
            HostPaths.requireAbsolute("credentials directory", credentialsDirectory);
        }
    }
}
