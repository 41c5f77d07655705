package io.atoll.hypervisor.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to send a guest to another host.
 *
 * @param tls null: unencrypted (tests and trusted networks only)
 * @param bandwidthBytesPerSecond 0: as fast as it goes
 * @param downtimeLimit how long the guest may stand still at the end; memory is sent while it runs until the rest fits
 * @param deadline after this the migration is cancelled and the guest stays
 */
public record MigrationRequest(
        IncomingEndpoint target,
        @Nullable OutgoingTls tls,
        long bandwidthBytesPerSecond,
        Duration downtimeLimit,
        Duration deadline) {

    public static final Duration DEFAULT_DOWNTIME_LIMIT = Duration.ofMillis(300);
    public static final Duration MAX_DOWNTIME_LIMIT = Duration.ofSeconds(2000);

    public MigrationRequest {
        if (bandwidthBytesPerSecond < 0) {
            throw new IllegalArgumentException("Bandwidth (%d bytes/s) must not be negative; 0 means no limit."
                    .formatted(bandwidthBytesPerSecond));
        }
        if (downtimeLimit.compareTo(Duration.ofMillis(1)) < 0 || downtimeLimit.compareTo(MAX_DOWNTIME_LIMIT) > 0) {
            throw new IllegalArgumentException("The downtime limit lies between 1 ms and %d s, %s was given."
                    .formatted(MAX_DOWNTIME_LIMIT.toSeconds(), downtimeLimit));
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException(
                    "The deadline must be longer than nothing, %s was given.".formatted(deadline));
        }
    }
}
