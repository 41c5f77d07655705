package io.atoll.hypervisor.api;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How a migration source proves itself and checks the target.
 *
 * @param credentialsDirectory holds {@code ca-cert.pem}, {@code client-cert.pem}, {@code client-key.pem}
 * @param serverName the DNS name or IP address the target's certificate must be made out to
 */
public record OutgoingTls(Path credentialsDirectory, String serverName) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]{0,252}");

    public OutgoingTls {
        HostPaths.requireAbsolute("credentials directory", credentialsDirectory);
        if (!NAME.matcher(serverName).matches()) {
            throw new IllegalArgumentException(
                    "A server name is a DNS name or an IP address; the one given (%d characters) is neither."
                            .formatted(serverName.length()));
        }
    }
}
