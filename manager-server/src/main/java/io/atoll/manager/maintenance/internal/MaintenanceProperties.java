package io.atoll.manager.maintenance.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.maintenance.*}.
 *
 * @param retryPause how long is waited before a VM that could not leave is tried a second time; three times as long before the
 *     third, which is the last that nobody asks for
 */
@ConfigurationProperties("atoll.maintenance")
public record MaintenanceProperties(@DefaultValue("10s") Duration retryPause) {
    private static final Duration LONGEST = Duration.ofHours(1);

    public MaintenanceProperties {
        if (!retryPause.isPositive() || retryPause.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "atoll.maintenance.retry-pause (%s) must be above 0, up to an hour. Maybe use 10s."
                            .formatted(retryPause));
        }
    }
}
