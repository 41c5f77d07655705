package io.atoll.manager.drs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.drs.internal.outcome.OutcomeKeeper;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Whether a migration helped is told by the samples before and after it, once. */
@ManagerTest
class OutcomeTest {
    /** How much later than it was the tests have a migration: past all that agents may still measure of it. */
    private static final Duration APART = Duration.ofMinutes(10);

    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;

    OutcomeTest(ManagerUnderTest manager) {
        this.manager = manager;
        jdbc = manager.bean(JdbcClient.class);
    }

    @Test
    void aMigrationAfterWhichTheVmWaitsLessHelped() {
        try (var cluster = Balanced.of(manager, 4)) {
            var moved = movedOne(cluster);
            var vm = Balanced.vm(moved);
            var ended = Instant.parse(moved.get("endedAt").asString());
            // Two vCPUs: half of the VM's time it waited before, and hardly ever after.
            recordVm(vm, ended.minus(Duration.ofMinutes(4)), 1_000);
            recordVm(vm, ended.plus(Duration.ofMinutes(7)), 20);
            recordHost(cluster.dc.host("a").id(), ended.minus(Duration.ofMinutes(4)), 12_000);
            var judged = judged(cluster, moved);
            assertThat(judged.get("outcome").asString()).isEqualTo("HELPED");
            assertThat(judged.at("/outcomeFigures/before/readyShare").asDouble())
                    .isEqualTo(0.5);
            assertThat(judged.at("/outcomeFigures/after/readyShare").asDouble()).isEqualTo(0.01);
            assertThat(judged.at("/outcomeFigures/before/sourceCpuShare").asDouble())
                    .isEqualTo(0.75);
            assertThat(judged.at("/outcomeFigures/after/targetCpuShare").isNull())
                    .isTrue();
        }
    }

    @Test
    void withoutSamplesNobodyKnows() {
        try (var cluster = Balanced.of(manager, 4)) {
            var judged = judged(cluster, movedOne(cluster));
            assertThat(judged.get("outcome").asString()).isEqualTo("UNKNOWN");
            assertThat(judged.at("/outcomeFigures/before/readyShare").isNull()).isTrue();
        }
    }

    private JsonNode movedOne(Balanced cluster) {
        cluster.set("RECOMMEND", 5);
        cluster.round();
        var one = cluster.recommendations("OPEN").getFirst();
        cluster.dc.succeeded(Balanced.task(cluster.act(one, "accept", Map.of())));
        // What the agents of these tests measure, now and until it is written, is not to be mixed with what is recorded
        // here.
        jdbc.sql("update drs_recommendation set moving_at = moving_at + cast(:apart as interval),"
                        + " ended_at = ended_at + cast(:apart as interval) where id = :id")
                .param("apart", APART.toString())
                .param("id", UUID.fromString(one.get("id").asString()))
                .update();
        return cluster.recommendations("MOVED").getFirst();
    }

    private JsonNode judged(Balanced cluster, JsonNode moved) {
        manager.bean(OutcomeKeeper.class).judge();
        assertThat(find(cluster, moved).get("outcome").isNull()).isTrue();
        manager.bean(MovableClock.class).forward(APART.plusMinutes(12));
        manager.bean(OutcomeKeeper.class).judge();
        return find(cluster, moved);
    }

    private static JsonNode find(Balanced cluster, JsonNode recommendation) {
        return cluster.dc.get(
                cluster.path("/recommendations/" + recommendation.get("id").asString()));
    }

    private void recordVm(VmId vm, Instant at, int readyMillicores) {
        jdbc.sql("insert into vm_sample (vm_id, at, sample_count, clock_off, cpu_ready_millicores)"
                        + " values (:id, :at, 10, false, :value)")
                .param("id", vm.value())
                .param("at", step(at))
                .param("value", readyMillicores)
                .update();
    }

    private void recordHost(HostId host, Instant at, int usedMillicores) {
        jdbc.sql("insert into host_sample (host_id, at, sample_count, clock_off, cpu_used_millicores)"
                        + " values (:id, :at, 10, false, :value) on conflict do nothing")
                .param("id", host.value())
                .param("at", step(at))
                .param("value", usedMillicores)
                .update();
    }

    private static OffsetDateTime step(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond() / 20 * 20).atOffset(ZoneOffset.UTC);
    }
}
