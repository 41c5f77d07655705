package io.atoll.manager.identity.internal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code atoll.identity.*}. A session ends this long after the log-in, whatever happens in it. */
@ConfigurationProperties("atoll.identity")
public record IdentityProperties(@DefaultValue("12h") Duration sessionLifetime) {
    public IdentityProperties {
        if (sessionLifetime.compareTo(Duration.ofMinutes(1)) < 0
                || sessionLifetime.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "atoll.identity.session-lifetime (%s) must be between 1 minute and 30 days."
                            .formatted(sessionLifetime));
        }
    }
}
