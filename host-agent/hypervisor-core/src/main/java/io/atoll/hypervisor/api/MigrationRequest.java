package io.atoll.hypervisor.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to send a guest to another host.
 *
 * @param tls null: unencrypted (tests and trusted networks only)
 * @param policy how hard to try
 * @param deadline after this the migration is cancelled and the guest stays
 */
public record MigrationRequest(
        IncomingEndpoint target, @Nullable Tls tls, MigrationPolicy policy, Duration deadline) {

    public static final Duration DEFAULT_DOWNTIME_LIMIT = Duration.ofMillis(100);

    public MigrationRequest {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException(
                    "The deadline must be longer than nothing, %s was given.".formatted(deadline));
        }
    }

    /**
     * How a migration source proves itself and checks the target.
     *
     * @param credentialsDirectory holds {@code ca-cert.pem}, {@code client-cert.pem}, {@code client-key.pem}
     * @param serverName the DNS name or IP address the target's certificate must be made out to
     */
    public record Tls(Path credentialsDirectory, String serverName) {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]{0,252}");

        public Tls {
            HostPaths.requireAbsolute("credentials directory", credentialsDirectory);
            if (!NAME.matcher(serverName).matches()) {
                throw new IllegalArgumentException(
                        "A server name is a DNS name or an IP address; the one given (%d characters) is neither."
                                .formatted(serverName.length()));
            }
        }
    }
}
