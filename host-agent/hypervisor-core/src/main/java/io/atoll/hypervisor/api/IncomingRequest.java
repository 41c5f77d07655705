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
 */
public record IncomingRequest(
        InetAddress listenAddress,
        PortRange ports,
        @Nullable Tls tls,
        int sourceMemoryChannels) {

    public IncomingRequest {
        IncomingEndpoint.requireMemoryChannels(sourceMemoryChannels);
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
