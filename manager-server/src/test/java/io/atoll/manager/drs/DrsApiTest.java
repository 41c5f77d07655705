package io.atoll.manager.drs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.drs.internal.round.DrsRounds;
import io.atoll.manager.metrics.internal.HourlyPartitions;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What DRS recommends, what people do about it, and what it does by itself. */
@ManagerTest
class DrsApiTest {
    private final ManagerUnderTest manager;

    DrsApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @Test
    void aClusterIsNotBalancedUntilSomebodyWantsIt() {
        try (var cluster = Balanced.of(manager, 0)) {
            var drs = cluster.drs();
            assertThat(drs.at("/spec/mode").asString()).isEqualTo("OFF");
            assertThat(drs.at("/spec/level").asInt()).isEqualTo(3);
            assertThat(drs.at("/status/lastRound").isNull()).isTrue();
            assertThat(manager.bean(DrsRounds.class).due()).doesNotContain(ClusterId.parse(cluster.dc.cluster()));
            cluster.set("RECOMMEND", 4);
            assertThat(manager.bean(DrsRounds.class).due()).contains(ClusterId.parse(cluster.dc.cluster()));
            assertThat(cluster.drs().at("/status/triggerImbalance").asDouble()).isEqualTo(0.2);
        }
    }

    @Test
    void itWaitsForAsLongAsItsPatience() {
        try (var cluster = Balanced.of(manager, 6)) {
            cluster.set(Map.of("mode", "RECOMMEND", "level", 3, "patienceMinutes", 5));
            assertThat(cluster.round().at("/status/lastRound/verdict").asString())
                    .isEqualTo("WAITS");
            assertThat(cluster.recommendations("OPEN")).isEmpty();
            cluster.dc.timePasses(Duration.ofMinutes(5));
            assertThat(cluster.round().at("/status/lastRound/verdict").asString())
                    .isEqualTo("EVENS");
            assertThat(cluster.recommendations("OPEN")).isNotEmpty();
        }
    }

    @Test
    void aRecommendationSaysWhyWhatForAndAtWhatCost() {
        try (var cluster = Balanced.of(manager, 6)) {
            cluster.set("RECOMMEND", 3);
            var drs = cluster.round();
            var open = cluster.recommendations("OPEN");
            assertThat(drs.at("/status/openRecommendations").asInt()).isEqualTo(open.size());
            var one = open.getFirst();
            assertThat(one.get("sourceHostId").asString())
                    .isEqualTo(cluster.dc.host("a").id().toString());
            assertThat(one.get("targetHostId").asString())
                    .isEqualTo(cluster.dc.host("b").id().toString());
            assertThat(one.get("reasonKind").asString()).isIn("evens", "cools", "makes-room");
            assertThat(one.get("reason").asString()).isNotBlank();
            var effect = one.get("effect");
            assertThat(effect.get("imbalanceAfter").asDouble())
                    .isLessThan(effect.get("imbalanceBefore").asDouble());
            assertThat(effect.get("copiedMiB").asLong()).isGreaterThanOrEqualTo(256);
            assertThat(effect.at("/hosts/0/cpuShareAfter").asDouble())
                    .isLessThan(effect.at("/hosts/0/cpuShareBefore").asDouble());
            assertThat(effect.get("hosts").size()).isEqualTo(2);
            assertThat(cluster.onHost("a")).isEqualTo(6);
        }
    }

    @Test
    void whatIsAcceptedIsCarriedOutAndMeasured() {
        try (var cluster = Balanced.of(manager, 6)) {
            cluster.set("RECOMMEND", 3);
            cluster.round();
            var one = cluster.recommendations("OPEN").getFirst();
            cluster.dc.succeeded(Balanced.task(cluster.act(one, "accept", Map.of())));
            assertThat(cluster.dc.runsOn(Balanced.vm(one)))
                    .isEqualTo(cluster.dc.host("b").id());
            var moved = cluster.recommendations("MOVED");
            assertThat(moved).hasSize(1);
            assertThat(moved.getFirst().get("decidedBy").asString()).isNotBlank();
            assertThat(moved.getFirst().get("measured").get("totalMs").asLong()).isPositive();
            assertThat(cluster.act(one, "accept", Map.of()).code()).isEqualTo("DRS_DECIDED");

            cluster.dc.succeeded(Balanced.task(cluster.dc.post(cluster.path("/actions/accept-all"), Map.of())));
            assertThat(cluster.recommendations("OPEN")).isEmpty();
            assertThat(cluster.dc
                            .post(cluster.path("/actions/accept-all"), Map.of())
                            .code())
                    .isEqualTo("DRS_NOTHING_OPEN");
            cluster.dc.checkInvariants(cluster.vms.toArray(VmId[]::new));
        }
    }

    /** Asked for alone, each of the two would be kept where it is by the other. */
    @Test
    void whoIsKeptTogetherMovesTogetherWhicheverOfThemIsAccepted() {
        try (var cluster = Balanced.of(manager, 6)) {
            var pairs = new ArrayList<List<VmId>>();
            for (var at = 0; at < cluster.vms.size(); at += 2) {
                pairs.add(cluster.vms.subList(at, at + 2));
                cluster.keepTogether(pairs.getLast());
            }
            cluster.set("RECOMMEND", 3);
            cluster.round();
            var one = cluster.recommendations("OPEN").getFirst();
            cluster.dc.succeeded(Balanced.task(cluster.act(one, "accept", Map.of())));
            var pair = pairs.stream()
                    .filter(vms -> vms.contains(Balanced.vm(one)))
                    .findFirst()
                    .orElseThrow();
            assertThat(pair)
                    .allSatisfy(vm -> assertThat(cluster.dc.runsOn(vm))
                            .isEqualTo(cluster.dc.host("b").id()));
            assertThat(cluster.recommendations("FAILED")).isEmpty();
            assertThat(cluster.recommendations("MOVED")).hasSize(2);
        }
    }

    @Test
    void whoWasMovedIsLeftAloneForAWhile() {
        try (var cluster = Balanced.of(manager, 6)) {
            cluster.set("APPLY", 5);
            cluster.round();
            cluster.dc.succeeded(
                    cluster.dc.get(cluster.path("")).at("/status/taskId").asString(""));
            assertThat(cluster.onHost("a")).isEqualTo(3);
            assertThat(cluster.round().at("/status/lastRound/verdict").asString())
                    .isEqualTo("EVEN");
            // Everybody back by hand, which a round by the clock must not disturb: those who were just moved stay
            // there.
            cluster.set("OFF", 5);
            for (var vm : cluster.vms) {
                if (!cluster.dc.runsOn(vm).equals(cluster.dc.host("a").id())) {
                    cluster.dc.succeeded(cluster.dc.migrate(vm, "a"));
                }
            }
            cluster.set("RECOMMEND", 5);
            cluster.round();
            var recommended =
                    cluster.recommendations("OPEN").stream().map(Balanced::vm).toList();
            var moved =
                    cluster.recommendations("MOVED").stream().map(Balanced::vm).toList();
            assertThat(moved).hasSize(3);
            assertThat(recommended).doesNotContainAnyElementsOf(moved);
        }
    }

    @Test
    void snoozedAndDeclinedVmsStay() {
        try (var cluster = Balanced.of(manager, 4)) {
            cluster.set("RECOMMEND", 5);
            cluster.round();
            var open = cluster.recommendations("OPEN");
            assertThat(open).hasSize(2);
            var snoozed = cluster.act(open.get(0), "snooze", Map.of("hours", 2));
            assertThat(snoozed.json().get("state").asString()).isEqualTo("SNOOZED");
            var declined = cluster.act(open.get(1), "never-move", Map.of());
            assertThat(declined.json().get("state").asString()).isEqualTo("DECLINED");
            cluster.round();
            assertThat(cluster.recommendations("OPEN").stream().map(Balanced::vm))
                    .hasSize(2)
                    .doesNotContain(Balanced.vm(open.get(0)), Balanced.vm(open.get(1)));
            assertThat(cluster.recommendations("SNOOZED")).hasSize(1);
            var exclusions = cluster.dc.get(cluster.path("/exclusions"));
            assertThat(exclusions.at("/0/vmId").asString())
                    .isEqualTo(Balanced.vm(open.get(1)).toString());
            assertThat(cluster.act(open.get(0), "snooze", Map.of()).status()).isEqualTo(400);
            assertThat(cluster.act(open.get(0), "snooze", Map.of("hours", 721)).text())
                    .contains("between 1 and 720");
        }
    }

    /** One of the plan leaves the host that the other goes to. */
    @Test
    void whatNeedsASnoozedMigrationIsRefused() {
        try (var cluster = Balanced.of(manager, 4)) {
            cluster.set("RECOMMEND", 5);
            cluster.round();
            var open = cluster.recommendations("OPEN");
            var first = open.get(0);
            var second = open.get(1);
            manager.bean(JdbcClient.class)
                    .sql("""
                            update drs_recommendation set source_host_id = target_host_id, target_host_id = source_host_id
                             where id = :first""")
                    .param("first", UUID.fromString(first.get("id").asString()))
                    .update();
            manager.bean(JdbcClient.class)
                    .sql("update drs_recommendation set wave = wave + 1 where id = :second")
                    .param("second", UUID.fromString(second.get("id").asString()))
                    .update();
            assertThat(cluster.act(first, "snooze", Map.of("hours", 2)).status())
                    .isEqualTo(200);
            var refused = cluster.act(second, "accept", Map.of());
            assertThat(refused.code()).as("%s", refused).isEqualTo("DRS_NEEDS_SNOOZED");
            assertThat(refused.text())
                    .contains(first.get("vmName").asString())
                    .contains(second.get("vmName").asString());
            assertThat(cluster.dc
                            .post(cluster.path("/actions/accept-all"), Map.of())
                            .code())
                    .isEqualTo("DRS_NOTHING_OPEN");
            assertThat(cluster.onHost("a")).isEqualTo(4);
            // A later round plans without the VM that is snoozed.
            cluster.round();
            cluster.dc.succeeded(Balanced.task(cluster.dc.post(cluster.path("/actions/accept-all"), Map.of())));
            assertThat(cluster.recommendations("SNOOZED")).hasSize(1);
            assertThat(cluster.dc.runsOn(Balanced.vm(first)))
                    .isEqualTo(cluster.dc.host("a").id());
        }
    }

    @Test
    void whatFailsIsSaidAndTheRestOfThePlanIsLeft() {
        try (var cluster = Balanced.of(manager, 6)) {
            cluster.set("RECOMMEND", 5);
            cluster.round();
            cluster.dc
                    .host("a")
                    .on(OperationCase.MIGRATE_VM)
                    .fails("MIGRATION_FAILED", "the line was cut")
                    .times(3);
            var task = Balanced.task(cluster.dc.post(cluster.path("/actions/accept-all"), Map.of()));
            var failed = cluster.dc.failed(task, "DRS_MOVE_FAILED");
            cluster.dc.host("a").isHonest();
            assertThat(failed.at("/failure/causes/0/detail").asString()).contains("the line was cut");
            assertThat(cluster.onHost("a")).isEqualTo(6);
            assertThat(cluster.recommendations("FAILED")).isNotEmpty();
            assertThat(cluster.recommendations("ACCEPTED")).isEmpty();
            assertThat(cluster.round().at("/status/openRecommendations").asInt())
                    .isEqualTo(3);
        }
    }

    @Test
    void aVmThatRunsElsewhereByNowIsLeftThere() {
        try (var cluster = Balanced.of(manager, 4)) {
            cluster.set("RECOMMEND", 5);
            cluster.round();
            var one = cluster.recommendations("OPEN").getFirst();
            cluster.dc.succeeded(cluster.dc.migrate(Balanced.vm(one), "b"));
            cluster.dc.failed(Balanced.task(cluster.act(one, "accept", Map.of())), "DRS_MOVE_FAILED");
            assertThat(cluster.recommendations("EXPIRED")
                            .getFirst()
                            .get("detail")
                            .asString())
                    .startsWith("The VM does not run on");
        }
    }

    /** Somebody may have said so while a round was thinking, or while the plan was waiting for its turn. */
    @Test
    void aVmThatIsNeverToBeMovedByNowStays() {
        try (var cluster = Balanced.of(manager, 4)) {
            cluster.set("RECOMMEND", 5);
            cluster.round();
            var one = cluster.recommendations("OPEN").getFirst();
            manager.bean(JdbcClient.class)
                    .sql("""
                            insert into drs_exclusion (vm_id, cluster_id, since, requested_by)
                            values (:vm, :cluster, now(), 'ops')""")
                    .param("vm", Balanced.vm(one).value())
                    .param("cluster", UUID.fromString(cluster.dc.cluster()))
                    .update();
            cluster.dc.failed(Balanced.task(cluster.act(one, "accept", Map.of())), "DRS_MOVE_FAILED");
            assertThat(cluster.onHost("a")).isEqualTo(4);
            assertThat(cluster.recommendations("DECLINED")).hasSize(1);
        }
    }

    @Test
    void whatIsSwitchedOffWhileItIsOpenIsWithdrawn() {
        try (var cluster = Balanced.of(manager, 4)) {
            cluster.set("RECOMMEND", 5);
            cluster.round();
            cluster.set("OFF", 5);
            assertThat(cluster.recommendations("OPEN")).isEmpty();
            assertThat(cluster.recommendations("EXPIRED")).hasSize(2);
            assertThat(cluster.dc.get(cluster.path("/rounds")).get("totalCount").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void theRecordedLoadIsReplayedAtEachLevel() {
        try (var cluster = Balanced.of(manager, 4)) {
            cluster.vms.forEach(vm -> recordTwoBusyCores(vm, 6));
            var ended =
                    cluster.dc.succeeded(Balanced.task(cluster.dc.post(cluster.path("/replays"), Map.of("days", 7))));
            var result = ended.get("result");
            assertThat(result.get("vms").asInt()).as("%s", result).isEqualTo(4);
            assertThat(result.at("/level0/moves").asInt()).isZero();
            assertThat(result.at("/level5/moves").asInt()).isEqualTo(2);
            assertThat(result.at("/level5/meanImbalance").asDouble())
                    .isLessThan(result.at("/level0/meanImbalance").asDouble());
            assertThat(result.at("/level5/mostMovesOfOneVm").asInt()).isEqualTo(1);
            assertThat(cluster.onHost("a")).isEqualTo(4);
            assertThat(cluster.dc
                            .post(cluster.path("/replays"), Map.of("days", 31))
                            .text())
                    .contains("between 1 and 30");
        }
    }

    /** As if it had used all of its two vCPUs for the last hours. */
    private void recordTwoBusyCores(VmId vm, int hours) {
        var end = manager.bean(MovableClock.class).instant().truncatedTo(ChronoUnit.HOURS);
        for (var hour = 2; hour < 2 + hours; hour++) {
            HourlyPartitions.ensure(manager, end.minus(Duration.ofHours(hour)));
            manager.bean(JdbcClient.class)
                    .sql("insert into vm_sample_1h (vm_id, at, sample_count, clock_off, cpu_used_millicores,"
                            + " cpu_used_millicores_max) values (:vm, :at, 180, false, 2000, 2000)")
                    .param("vm", vm.value())
                    .param("at", end.minus(Duration.ofHours(hour)).atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        try (var cluster = Balanced.of(manager, 0)) {
            var wrong = cluster.patch(Map.of("mode", "ALWAYS", "level", 6, "coolDownMinutes", -1));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.json().get("causes").size()).isEqualTo(3);
            assertThat(wrong.text()).contains("spec.level is 6; it must be between 1 and 5");
            var api = cluster.dc.api();
            for (var part : List.of("", "/rounds", "/recommendations", "/exclusions")) {
                assertThat(api.get("/api/v1/clusters/" + UUID.randomUUID() + "/drs" + part)
                                .code())
                        .as(part)
                        .isEqualTo("CLUSTER_NOT_FOUND");
            }
            assertThat(api.get(cluster.path("/recommendations/" + UUID.randomUUID()))
                            .code())
                    .isEqualTo("DRS_RECOMMENDATION_NOT_FOUND");
            assertThat(api.send("PUT", cluster.path("/exclusions/" + UUID.randomUUID()), null, Map.of())
                            .code())
                    .isEqualTo("VM_NOT_FOUND");
        }
    }
}
