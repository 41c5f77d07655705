package io.atoll.manager.platform.internal.postgres;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code atoll.postgres.*}: a server of your own ({@code url}, {@code username}, {@code password}), or how the embedded one
 * is run.
 *
 * @param account the unprivileged account the embedded server runs under when the manager runs as root
 * @param startLimit how long the embedded server may take to accept connections, crash recovery included
 */
@ConfigurationProperties("atoll.postgres")
public record PostgresProperties(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String account,
        @DefaultValue("120s") Duration startLimit,
        @DefaultValue("20s") Duration stopLimit) {
    public PostgresProperties {
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("""
                    atoll.postgres.url (%s) is not a Postgres JDBC URL.
                    Maybe write it as jdbc:postgresql://host:5432/atoll?sslmode=verify-full.""".formatted(url));
        }
        if (url != null && username == null) {
            throw new IllegalArgumentException(
                    "atoll.postgres.url is set without atoll.postgres.username. Name the account to log in with.");
        }
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "PostgresProperties[url=%s]".formatted(url);
    }
}
