package io.atoll.hypervisor.api;

import java.nio.file.Path;
import javax.security.auth.x500.X500Principal;

/**
 * How a migration target proves itself and whom it lets in.
 *
 * @param credentialsDirectory holds {@code ca-cert.pem}, {@code server-cert.pem}, {@code server-key.pem} and, if
 *     certificates can be revoked, {@code ca-crl.pem}
 * @param onlyPeer the subject of the one certificate that may connect
 */
public record IncomingTls(Path credentialsDirectory, X500Principal onlyPeer) {
    public IncomingTls {
        HostPaths.requireAbsolute("credentials directory", credentialsDirectory);
    }
}
