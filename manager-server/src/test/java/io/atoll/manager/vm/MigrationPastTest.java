package io.atoll.manager.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What migrations are said to take is what they took. VMs have 256 MiB. */
@ManagerTest
class MigrationPastTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final long MIB = 1L << 20;

    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final MigrationPast past;

    MigrationPastTest(ManagerUnderTest manager, JdbcClient jdbc, MigrationPast past) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.past = past;
    }

    @Test
    void mediansOfEachVmAndOfAllOfWhatWasWhollyMeasured() {
        try (var dc = Datacenter.of(manager, 1)) {
            var cluster = ClusterId.parse(dc.cluster());
            var often = dc.stoppedVm();
            var once = dc.stoppedVm();
            var lost = dc.stoppedVm();
            moved(lost, 1, null, 5_000, 64 * MIB);
            moved(lost, 1, 1_000L, 5_000, null);
            moved(lost, 31, 1_000L, 5_000, 64 * MIB);
            assertThat(past.measured(cluster, NOW))
                    .as("figures are missing or old")
                    .isEmpty();
            moved(often, 6, 9_000L, 99_000, 999 * MIB); // the sixth counts no more
            moved(often, 3, 1_000L, 4_000, 64 * MIB);
            moved(often, 2, 1_000L, 5_000, 128 * MIB);
            moved(often, 1, 1_000L, 6_000, 256 * MIB);
            moved(often, 4, 1_000L, 5_000, 128 * MIB);
            moved(often, 5, 1_000L, 5_000, 128 * MIB);
            moved(once, 1, 2_000L, 3_000, 64 * MIB);
            var measured = past.measured(cluster, NOW).orElseThrow();
            assertThat(measured.migrationCount()).isEqualTo(6);
            assertThat(measured.bytesPerSecond()).isEqualTo(128 * MIB);
            assertThat(measured.besides()).isEqualTo(Duration.ofSeconds(4));
            assertThat(measured.copiedShare()).isEqualTo(0.5);
            assertThat(measured.own())
                    .containsOnlyKeys(often, once)
                    .containsEntry(often, new MigrationPast.Own(128 * MIB, Duration.ofSeconds(5)))
                    .containsEntry(once, new MigrationPast.Own(64 * MIB, Duration.ofSeconds(3)));
            assertThat(measured.pauses().ofMs(lost)).isEqualTo(25);
        }
    }

    private void moved(VmId vm, int daysAgo, @Nullable Long totalMs, long wholeMs, @Nullable Long bytes) {
        var ended = NOW.minus(Duration.ofDays(daysAgo));
        jdbc.sql("""
                insert into vm_migration (id, vm_id, task_id, source_host_id, source_host_name, target_host_id,
                                          target_host_name, outcome, detail, started_at, ended_at, total_ms, downtime_ms,
                                          transferred_bytes)
                values (:id, :vm, :task, :id, 'a', :id, 'b', 'SUCCEEDED', '', :started, :ended, :total, 25, :bytes)
                """)
                .param("id", UUID.randomUUID())
                .param("vm", vm.value())
                .param("task", UUID.randomUUID())
                .param("started", OffsetDateTime.ofInstant(ended.minusMillis(wholeMs), ZoneOffset.UTC))
                .param("ended", OffsetDateTime.ofInstant(ended, ZoneOffset.UTC))
                .param("total", totalMs, Types.BIGINT)
                .param("bytes", bytes, Types.BIGINT)
                .update();
    }
}
