package io.atoll.manager.platform.internal.postgres;

import io.atoll.manager.platform.BuildInfo;
import io.atoll.manager.platform.DataDirectory;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Your server when one is configured, else the embedded one; the data source waits for it and outlives nothing of it. */
@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {
    @Bean
    @Lazy
    EmbeddedPostgres embeddedPostgres(DataDirectory folder, PostgresProperties properties, BuildInfo build) {
        return new EmbeddedPostgres(folder, properties, build.postgresVersion());
    }

    @Bean
    JdbcConnectionDetails databaseAccess(PostgresProperties properties, ObjectProvider<EmbeddedPostgres> embedded) {
        String url = properties.url();
        return url == null
                ? embedded.getObject().start()
                : new DatabaseAccess(
                        url,
                        Objects.requireNonNull(properties.username()),
                        Objects.requireNonNullElse(properties.password(), ""));
    }
}
