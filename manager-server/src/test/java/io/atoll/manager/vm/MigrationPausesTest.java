package io.atoll.manager.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a migration's pause is expected to be is what was measured, not a model. */
@ManagerTest
class MigrationPausesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final MigrationPauses pauses;

    MigrationPausesTest(ManagerUnderTest manager, JdbcClient jdbc, MigrationPauses pauses) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.pauses = pauses;
    }

    @Test
    void theMedianOfAVmsLastFiveMigrationsAndOthersMedianForTheRest() {
        try (var dc = Datacenter.of(manager, 1)) {
            var cluster = ClusterId.parse(dc.cluster());
            var often = dc.stoppedVm();
            var never = dc.stoppedVm();
            assertThat(pauses.expected(cluster, NOW).ofMs(often))
                    .as("nobody has moved yet")
                    .isNull();
            var daysAgo = 7;
            for (long pauseMs : new long[] {9_000, 9_000, 50, 40, 30, 20, 10}) {
                moved(often, daysAgo--, "SUCCEEDED", pauseMs);
            }
            moved(often, 0, "FAILED", 7_000);
            moved(never, 31, "SUCCEEDED", 8_000);
            var expected = pauses.expected(cluster, NOW);
            assertThat(expected.ofMs(often)).isEqualTo(30);
            assertThat(expected.ofMs(never)).as("its own is too long ago").isEqualTo(30);
        }
    }

    private void moved(VmId vm, int daysAgo, String outcome, long pauseMs) {
        jdbc.sql("""
                insert into vm_migration (id, vm_id, task_id, source_host_id, source_host_name, target_host_id,
                                          target_host_name, outcome, detail, started_at, ended_at, total_ms, downtime_ms)
                values (:id, :vm, :task, :id, 'a', :id, 'b', :outcome, '', :at, :at, 1000, :pause)
                """)
                .param("id", UUID.randomUUID())
                .param("vm", vm.value())
                .param("task", UUID.randomUUID())
                .param("outcome", outcome)
                .param("at", OffsetDateTime.ofInstant(NOW.minus(Duration.ofDays(daysAgo)), ZoneOffset.UTC))
                .param("pause", pauseMs)
                .update();
    }
}
