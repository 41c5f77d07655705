package io.atoll.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The charts' API over HTTPS: shape, permission, refusals. What is in a chart is held by the tests of the module's inside. */
@ManagerTest
class SamplesApiTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final Clock clock;

    SamplesApiTest(ManagerUnderTest manager, JdbcClient jdbc, Clock clock) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Test
    void aChartHasEqualColumnsWithNullsForGapsAndWhoMayReadTheHostMayReadIt() throws Exception {
        var host = host();
        var partitions = jdbc.sql("select count(*) from pg_inherits where inhparent = 'host_sample'::regclass");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> partitions.query(Integer.class).single() >= 2); // the leader makes them by itself
        var bucket = clock.instant().minusSeconds(300).getEpochSecond() / 20 * 20;
        jdbc.sql("""
                insert into host_sample (host_id, at, cpu_used_millicores, cpu_used_millicores_max, sample_count, clock_off)
                values (:host, to_timestamp(:bucket), 250, 500, 10, false)""").param("host", host).param("bucket", bucket).update();
        var viewer = manager.as(Role.VIEWER);
        var answer = viewer.get("/api/v1/hosts/%s/samples?resolution=20s".formatted(host));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        var chart = answer.json();
        int points = chart.get("times").size();
        assertThat(points).isBetween(180, 181);
        assertThat(chart.get("resolutionSeconds").asInt()).isEqualTo(20);
        assertThat(chart.get("keptSince").asString())
                .isLessThan(chart.get("from").asString());
        for (var figure : HostFigure.values()) {
            var series = chart.get("series").get(figure.series());
            assertThat(series.get("mean").size()).as(figure.series()).isEqualTo(points);
            assertThat(series.get("max").isNull()).as(figure.series()).isEqualTo(!figure.keepsMaximum());
        }
        var cpu = chart.at("/series/cpuUsedMillicores");
        int at = 0;
        while (cpu.get("mean").get(at).isNull()) {
            at++;
        }
        assertThat(cpu.get("mean").get(at).asDouble()).isEqualTo(250);
        assertThat(cpu.get("max").get(at).asDouble()).isEqualTo(500);
        assertThat(cpu.get("mean").get(at + 1).isNull()).isTrue();
        assertThat(manager.anonymous()
                        .get("/api/v1/hosts/%s/samples".formatted(host))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whatIsNotThereHasNoChart() throws Exception {
        var nobody = UUID.fromString("00000000-0000-7000-8000-00000000beef");
        var host = manager.admin().get("/api/v1/hosts/%s/samples".formatted(nobody));
        assertThat(host.status()).isEqualTo(404);
        assertThat(host.json().get("code").asString()).isEqualTo("HOST_NOT_FOUND");
        var vm = manager.admin().get("/api/v1/vms/%s/samples".formatted(nobody));
        assertThat(vm.status()).isEqualTo(404);
        assertThat(vm.json().get("code").asString()).isEqualTo("VM_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z",
                "from=soon",
                "to=now",
                "resolution=7s",
                "resolution=",
                "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "form=2026-01-01T00:00:00Z"
            })
    void badInputIsRefusedWithItsReason(String query) throws Exception {
        var answer = manager.admin().get("/api/v1/hosts/%s/samples?%s".formatted(host(), query));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.json().get("causes").size()).isPositive();
    }

    private UUID host() {
        var id = UUID.nameUUIDFromBytes(manager.unique("sampled").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        jdbc.sql("""
                insert into host (id, cluster_id, name, labels, revision, created_at, updated_at, description, address, port,
                                  state, state_reason, state_since, boot_id, agent_version, qemu_version, accelerator,
                                  accelerator_reason, cpu_count, cpu_model, cpu_features, memory_mib, network_mode,
                                  migration_address, checks, warnings)
                values (:id, (select id from cluster order by created_at limit 1), :name, '{}', 0, now(), now(), '',
                        '127.0.0.1', 1, 'REVOKED', '', now(), '', '', '', 'tcg', '', 4, '', '[]', 1024, 'user', '', '[]', '[]')""")
                .param("id", id)
                .param("name", "sampled-" + id.toString().substring(0, 8))
                .update();
        return id;
    }
}
