package io.atoll.manager.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Gives the shared context its database, its data folder, and what drives it from outside. */
public final class ManagerContext implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var database = TestDatabase.create();
        var pool = database.dataSource();
        TestPropertyValues.of(
                        "atoll.data-dir=" + temporaryFolder(),
                        "atoll.postgres.url=" + pool.getJdbcUrl(),
                        "atoll.postgres.username=" + pool.getUsername(),
                        "atoll.postgres.password=" + pool.getPassword(),
                        "atoll.zookeeper.port=0",
                        "atoll.maintenance.retry-pause=100ms",
                        "atoll.egress.management=127.0.0.0/8,10.0.0.0/8",
                        "atoll.power.look-every=50ms",
                        "atoll.power.measure-every=500ms",
                        "atoll.dpm.look-every=50ms",
                        "atoll.dpm.blocked-limit=3s",
                        "atoll.egress.allow=127.7.7.0/24",
                        "atoll.resource-pool.interval=500ms",
                        "atoll.alarm.look-every=1s",
                        "atoll.alarm.deliver-every=100ms",
                        "atoll.alarm.between-mails=1s",
                        "atoll.alarm.look-at-clusters-every=1s",
                        "atoll.task.longest-pause=200ms",
                        "atoll.task.retry-window=3s",
                        "atoll.task.undo-retry-window=3s",
                        "springdoc.writer-with-order-by-keys=true",
                        "springdoc.api-docs.version=openapi_3_1",
                        "springdoc.default-produces-media-type=application/json",
                        "spring.test.print-condition-evaluation-report=false",
                        "spring.datasource.hikari.maximum-pool-size=12",
                        "spring.datasource.hikari.minimum-idle=1")
                .applyTo(context);
        database.close();
        var beans = (GenericApplicationContext) context;
        beans.registerBean(ManagerUnderTest.class);
        beans.registerBean(MovableClock.class, bean -> bean.setPrimary(true));
        beans.registerBean(CrashingFence.class, bean -> bean.setPrimary(true));
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("atoll-manager-test-");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
