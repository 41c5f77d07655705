package io.atoll.manager.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.TestDatabase;
import java.io.IOException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** Modules number their migrations in ranges of their own, so an upgrade brings some that come before those applied long ago. */
class MigrationOrderTest {
    @Test
    void anUpgradeAppliesWhatComesBeforeTheNewestOfAnOlderVersion() throws IOException {
        try (var database = TestDatabase.create()) {
            // As a version before V0803 left it, which had V0845 already.
            var jdbc = database.jdbc();
            jdbc.sql("drop index rolling_maintenance_newest").update();
            jdbc.sql("delete from flyway_schema_history where version = '0803'").update();

            var upgrade = Flyway.configure()
                    .dataSource(database.dataSource())
                    .outOfOrder(setting())
                    .load()
                    .migrate();
            assertThat(upgrade.migrations)
                    .extracting(applied -> applied.version)
                    .containsExactly("0803");
        }
    }

    private static boolean setting() throws IOException {
        var environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        return environment.getProperty("spring.flyway.out-of-order", Boolean.class, false);
    }
}
