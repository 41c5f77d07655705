package io.atoll.manager.platform.internal;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code atoll.*}: where this manager keeps what is its own. */
@ConfigurationProperties("atoll")
public record PlatformProperties(
        @DefaultValue("/var/lib/atoll-manager") Path dataDir) {
    public PlatformProperties {
        if (!dataDir.isAbsolute()) {
            dataDir = dataDir.toAbsolutePath().normalize();
        }
    }
}
