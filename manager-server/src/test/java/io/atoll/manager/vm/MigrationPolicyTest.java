package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.MigrateVm;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** How hard migrations try is what a cluster's policy says, and what they will take is said before. VMs have 256 MiB. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationPolicyTest {
    private static final long MIB = 1L << 20;

    private final ManagerUnderTest manager;
    private final JdbcClient jdbc;
    private Datacenter dc;
    private String policy = "";

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    MigrationPolicyTest(ManagerUnderTest manager, JdbcClient jdbc) {
        this.manager = manager;
        this.jdbc = jdbc;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
        policy = "/api/v1/clusters/" + dc.cluster() + "/migration-policy";
    }

    @AfterEach
    void asUsual() throws Exception {
        set(Map.of("bandwidthMiBPerSecond", 0, "pauseLadderMs", List.of(100, 150, 250, 500), "autoConverge", true));
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private JsonNode set(Map<String, Object> spec) throws Exception {
        var answer = dc.api().patch(policy, Map.of("spec", spec));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aClusterThatNobodyHasSetTriesAsUsual() {
        try (var fresh = Datacenter.of(manager, 1)) {
            var seen = dc.get("/api/v1/clusters/" + fresh.cluster() + "/migration-policy");
            assertThat(seen.get("revision").asLong()).isZero();
            assertThat(ladder(seen.get("spec"))).containsExactly(100, 150, 250, 500);
            assertThat(seen.at("/spec/autoConverge").asBoolean()).isTrue();
            assertThat(seen.at("/spec/bandwidthMiBPerSecond").asInt()).isZero();
        }
    }

    @Test
    void theSourceIsToldWhatThePolicySays() throws Exception {
        var before = dc.get(policy).get("revision").asLong();
        var set = set(Map.of("bandwidthMiBPerSecond", 40, "pauseLadderMs", List.of(20, 80), "autoConverge", false));
        assertThat(set.get("revision").asLong()).isEqualTo(before + 1);

        var sent = migrated(Map.of());

        assertThat(sent.getBandwidthBytesPerSecond()).isEqualTo(40 * MIB);
        assertThat(sent.getPauseLadderMsList()).containsExactly(20, 80);
        assertThat(sent.getDowntimeLimitMs())
                .as("for an agent that knows no ladders")
                .isEqualTo(80);
        assertThat(sent.getNoAutoConverge()).isTrue();
    }

    @Test
    void oneMigrationMayBeBoundOtherwise() {
        assertThat(migrated(Map.of("pauseLimitMs", 200)).getPauseLadderMsList()).containsExactly(100, 150, 200);
        assertThat(migrated(Map.of("pauseLimitMs", 2_000)).getPauseLadderMsList())
                .containsExactly(100, 150, 250, 500, 2_000);
    }

    private MigrateVm migrated(Map<String, Object> more) {
        var vm = dc.runningVm("a");
        var body = new HashMap<String, Object>(more);
        body.put("targetHostId", dc.host("b").id().toString());
        var answer = dc.post("/api/v1/vms/%s/actions/migrate?wait=60s".formatted(vm), body);
        assertThat(answer.json().get("state").asString()).as("%s", answer).isEqualTo("SUCCEEDED");
        return dc.host("a").commands(MIGRATE_VM).getLast().getMigrateVm();
    }

    @Test
    void whatIsNoPolicyIsRefusedWithItsLimitsAndChangesNothing() throws Exception {
        var before = dc.get(policy);
        refused(Map.of("pauseLadderMs", List.of()), "spec.pauseLadderMs", "1 to 16 pauses; 0 were given");
        refused(Map.of("pauseLadderMs", List.of(100, 100)), "spec.pauseLadderMs", "100 comes after 100");
        refused(Map.of("pauseLadderMs", List.of(0)), "spec.pauseLadderMs", "from 1 to 60000 ms");
        refused(Map.of("pauseLadderMs", List.of(60_001)), "spec.pauseLadderMs", "60001 comes after 0");
        refused(Map.of("pauseLadderMs", Arrays.asList(1, null)), "spec.pauseLadderMs", "null comes after 1");
        refused(Map.of("bandwidthMiBPerSecond", -1), "spec.bandwidthMiBPerSecond", "-1");
        refused(Map.of("bandwidthMiBPerSecond", 1_000_001), "spec.bandwidthMiBPerSecond", "1000000");
        assertThat(dc.get(policy)).isEqualTo(before);
        var vm = dc.runningVm("a");
        var answer = dc.post("/api/v1/vms/%s/actions/migrate".formatted(vm), Map.of("pauseLimitMs", 0));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/causes/0/field").asString()).isEqualTo("pauseLimitMs");
    }

    private void refused(Map<String, Object> spec, String field, String words) throws Exception {
        var answer = dc.api().patch(policy, Map.of("spec", spec));
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.json().at("/causes/0/field").asString()).isEqualTo(field);
        assertThat(answer.json().at("/causes/0/detail").asString()).contains(words);
    }

    @Test
    void aDryRunSaysWhatAGuestThatWritesMuchWillTake() throws Exception {
        set(Map.of("bandwidthMiBPerSecond", 50));
        var vm = dc.runningVm("a");
        measured(vm, 200, null);
        var unknown = forecast(vm);
        assertThat(unknown.get("dirtyBytesPerSecond").isNull()).isTrue();
        assertThat(unknown.get("note").asString()).contains("not measured yet");

        measured(vm, 200, 10.0 * MIB);
        var calm = forecast(vm);
        assertThat(calm.get("memoryBytes").asLong()).isEqualTo(200 * MIB);
        assertThat(calm.get("dirtyBytesPerSecond").asLong()).isEqualTo(10 * MIB);
        assertThat(calm.get("bandwidthBytesPerSecond").asLong()).isEqualTo(50 * MIB);
        assertThat(calm.get("bandwidthBasis").asString()).isEqualTo("POLICY");
        assertThat(calm.get("fits").asBoolean()).isTrue();
        assertThat(calm.get("copySeconds").asDouble()).isBetween(4.0, 5.5);
        assertThat(calm.get("note").asString()).isEmpty();

        measured(vm, 200, 90.0 * MIB);
        assertThat(forecast(vm).get("throttlePercent").asInt()).isPositive();
        set(Map.of("autoConverge", false));
        var stays = forecast(vm);
        assertThat(stays.get("fits").asBoolean()).isFalse();
        assertThat(stays.get("note").asString())
                .contains("writes 90 MiB")
                .contains("never fits into a pause of 500 ms");
    }

    private JsonNode forecast(VmId vm) {
        var answer = dc.post("/api/v1/vms/%s/actions/migrate?dryRun=true".formatted(vm), Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json().at("/plan/forecast");
    }

    /** As the newest step of its samples has it. */
    private void measured(VmId vm, int residentMiB, @org.jspecify.annotations.Nullable Double dirtyBytesPerSecond) {
        var now = manager.bean(MovableClock.class).instant();
        var step = Duration.ofSeconds(20);
        var at = Instant.ofEpochSecond(now.getEpochSecond() / step.toSeconds() * step.toSeconds());
        jdbc.sql("delete from vm_sample where vm_id = :vm")
                .param("vm", vm.value())
                .update();
        await("a partition for it")
                .until(() -> jdbc.sql("""
                insert into vm_sample (vm_id, at, memory_resident_mib, memory_dirty_bytes_per_second, sample_count, clock_off)
                values (:vm, :at, :resident, :dirty, 1, false)""")
                                .param("vm", vm.value())
                                .param("at", at.atOffset(ZoneOffset.UTC))
                                .param("resident", residentMiB)
                                .param("dirty", dirtyBytesPerSecond, java.sql.Types.REAL)
                                .update()
                        == 1);
    }

    private static List<Integer> ladder(JsonNode spec) {
        return spec.get("pauseLadderMs").valueStream().map(JsonNode::asInt).toList();
    }
}
