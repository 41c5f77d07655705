package io.atoll.manager.metrics;

import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The charts' API over HTTPS, from what an agent streams to what a client gets: shape, permission, refusals. */
@ManagerTest
class SamplesApiTest {
    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private final MovableClock clock;

    SamplesApiTest(ManagerUnderTest manager, JdbcClient jdbc, MovableClock clock) {
        this.manager = manager;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Test
    void whatAHostStreamsIsSoonInTheChartsOfItAndItsVmsWithNullsForGaps() throws Exception {
        try (var dc = Datacenter.of(manager, 1)) {
            var agent = dc.host("a");
            var vm = dc.runningVm("a");
            var live = manager.bean(LiveSamples.class);
            await().atMost(LONG).until(() -> {
                agent.saysRaw(samples(agent, vm));
                return live.vm(vm).isPresent() && live.host(agent.id()).isPresent();
            });
            clock.forward(Duration.ofSeconds(31)); // so that the bucket of these samples is complete
            var viewer = manager.as(Role.VIEWER);
            var ofHost = "/api/v1/hosts/%s/samples?resolution=20s".formatted(agent.id());
            var ofVm = "/api/v1/vms/%s/samples?resolution=20s".formatted(vm);
            await().atMost(LONG)
                    .until(() -> !known(viewer.get(ofHost).json(), "cpuUsedMillicores", "mean")
                                    .isEmpty()
                            && !known(viewer.get(ofVm).json(), "cpuUsedMillicores", "mean")
                                    .isEmpty());

            var chart = viewer.get(ofHost).json();
            checkShape(chart, HostFigure.values());
            assertThat(known(chart, "cpuUsedMillicores", "mean")).containsOnly(100.0);
            assertThat(known(chart, "cpuUsedMillicores", "max")).containsOnly(100.0);
            assertThat(known(chart, "netRxBytesPerSecond", "mean")).isEmpty();
            var vmChart = viewer.get(ofVm).json();
            checkShape(vmChart, VmFigure.values());
            assertThat(known(vmChart, "cpuUsedMillicores", "mean")).containsOnly(111.0);
            assertThat(known(vmChart, "memoryResidentMiB", "mean")).containsOnly(64.0);
            assertThat(manager.anonymous().get(ofHost).status()).isEqualTo(401);
            dc.awaitReady(agent);
        }
    }

    /** An hour of equal steps, of which most are not known: the agent has just begun. */
    private static void checkShape(JsonNode chart, Figure[] figures) {
        int points = chart.get("times").size();
        assertThat(points).isBetween(180, 181);
        assertThat(chart.get("resolutionSeconds").asInt()).isEqualTo(20);
        assertThat(chart.get("keptSince").asString())
                .isLessThan(chart.get("from").asString());
        assertThat(chart.get("series").size()).isEqualTo(figures.length);
        for (var figure : figures) {
            var series = chart.get("series").get(figure.series());
            assertThat(series.get("mean").size()).as(figure.series()).isEqualTo(points);
            assertThat(series.get("max").isNull()).as(figure.series()).isEqualTo(!figure.keepsMaximum());
        }
        assertThat(known(chart, "cpuUsedMillicores", "mean")).hasSizeLessThan(points);
    }

    private static List<Double> known(JsonNode chart, String figure, String which) {
        return chart.at("/series/%s/%s".formatted(figure, which))
                .valueStream()
                .filter(value -> !value.isNull())
                .map(JsonNode::asDouble)
                .toList();
    }

    private static HostUpdate samples(ScriptedAgent agent, VmId vm) {
        return agent.position()
                .setSamples(Samples.newBuilder()
                        .setHost(HostSample.newBuilder().setMemoryFreeMib(1).setCpuUsedMillicores(100))
                        .addVms(VmSample.newBuilder()
                                .setVmId(vm.toString())
                                .setCpuUsedMillicores(111)
                                .setMemoryResidentMib(64)))
                .build();
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
