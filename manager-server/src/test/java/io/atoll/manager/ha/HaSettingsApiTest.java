package io.atoll.manager.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may want of HA, and what they are refused. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HaSettingsApiTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ApiClient api;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    HaSettingsApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        dc = Datacenter.of(manager, 2);
        api = manager.admin();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private ApiClient.Answer changeCluster(Map<String, Object> ha) throws Exception {
        return api.patch("/api/v1/clusters/" + dc.cluster(), Map.of("spec", Map.of("ha", ha)));
    }

    private ApiClient.Answer changeVm(VmId vm, Map<String, Object> ha) throws Exception {
        return api.patch("/api/v1/vms/" + vm, Map.of("spec", Map.of("ha", ha)));
    }

    @Test
    void haIsOffInANewClusterAndShowsItsFigures() throws Exception {
        var made = api.post("/api/v1/clusters", Map.of("name", manager.unique("ha")))
                .json();
        assertThat(made.at("/spec/ha/enabled").asBoolean()).isFalse();
        assertThat(made.at("/spec/ha/armed").asBoolean()).isTrue();
        assertThat(made.at("/spec/ha/hostFailuresToTolerate").asInt()).isEqualTo(1);
        assertThat(made.at("/spec/ha/restartAttempts").asInt()).isEqualTo(5);
        assertThat(made.at("/spec/ha/figures/windowMs").asInt()).isEqualTo(5_450);
        assertThat(made.at("/spec/ha/figures/leaseMs").asInt()).isEqualTo(4_000);
        assertThat(made.at("/spec/ha/quarantineMinutes").asInt()).isEqualTo(120);
    }

    @Test
    void whatWasReadCanBeSentBack() throws Exception {
        var path = "/api/v1/clusters/" + dc.cluster();
        var read = api.get(path).json();
        var again = api.patch(path, Map.of("spec", Map.of("ha", read.at("/spec/ha"))));
        assertThat(again.status()).as("%s", again).isEqualTo(200);
        assertThat(again.json().at("/metadata/revision")).isEqualTo(read.at("/metadata/revision"));
    }

    @Test
    void asManyFailuresAsThereAreHostsAreRefusedAtOnce() throws Exception {
        var refused = changeCluster(Map.of("enabled", true, "hostFailuresToTolerate", 2));
        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.json().get("detail").asString()).contains("has 2 hosts, so at most 1");
        assertThat(changeCluster(Map.of("enabled", true, "hostFailuresToTolerate", 1))
                        .status())
                .isEqualTo(200);
        assertThat(changeCluster(Map.of("hostFailuresToTolerate", 3)).status()).isEqualTo(400);
    }

    @Test
    void asManyFailuresAsThereAreHostsAreRefusedWhileHaIsOffToo() throws Exception {
        var off = changeCluster(Map.of("enabled", false, "hostFailuresToTolerate", 3));
        assertThat(off.status()).as("%s", off).isEqualTo(400);
        assertThat(off.json().get("detail").asString()).contains("has 2 hosts, so at most 1");
    }

    @Test
    void aClusterWithoutHostsCannotBeMadeWithHaOn() throws Exception {
        var refused = api.post(
                "/api/v1/clusters",
                Map.of("name", manager.unique("ha"), "spec", Map.of("ha", Map.of("enabled", true))));
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("spec.ha.hostFailuresToTolerate");
    }

    @Test
    void aWindowShorterThanLeaseAndKillBoundIsRefused() throws Exception {
        var refused = changeCluster(Map.of("figures", Map.of("windowMs", 5_449)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("detail").asString()).contains("5449", "4000 ms", "1000 ms", "it is 5450");
    }

    @ParameterizedTest
    @CsvSource({
        "hostFailuresToTolerate, -1",
        "hostFailuresToTolerate, 32",
        "admissionPolicy, MAYBE",
        "storageLossDelaySeconds, 9",
        "storageLossDelaySeconds, 3601",
        "restartAttempts, 0",
        "guestSilenceSeconds, 29",
        "guestSilenceSeconds, 3601",
        "firstRetryPauseSeconds, 0",
        "longestRetryPauseSeconds, 86401",
        "flapFailures, 0",
        "flapWindowMinutes, 1441",
        "quarantineMinutes, -1"
    })
    void anAbsurdSettingIsRefusedByItsName(String field, String value) throws Exception {
        Object sent = value.matches("-?\\d+") ? Integer.valueOf(value) : value;
        var refused = changeCluster(Map.of(field, sent));
        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("spec.ha." + field);
    }

    @Test
    void pausesAndQuarantineAreSetAndReachTheAgents() throws Exception {
        var figures = Map.<String, Object>of(
                "guestSilenceSeconds",
                45,
                "firstRetryPauseSeconds",
                10,
                "longestRetryPauseSeconds",
                600,
                "flapFailures",
                5,
                "flapWindowMinutes",
                30,
                "quarantineMinutes",
                15);
        var changed = changeCluster(figures);
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        figures.forEach((field, value) ->
                assertThat(changed.json().at("/spec/ha/" + field).asInt()).isEqualTo(value));
    }

    @Test
    void aFirstPauseLongerThanTheLongestIsRefusedWithBoth() throws Exception {
        var refused = changeCluster(Map.of("firstRetryPauseSeconds", 50, "longestRetryPauseSeconds", 49));
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("spec.ha.firstRetryPauseSeconds");
        assertThat(refused.json().get("detail").asString()).contains("50 s", "49 s");
    }

    @Test
    void moreFailuresThanCanBeSeenInTheWindowAreRefusedWithNumbers() throws Exception {
        var refused = changeCluster(Map.of("flapFailures", 12, "flapWindowMinutes", 1));
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("spec.ha.flapFailures");
        assertThat(refused.json().get("detail").asString()).contains("12 failures", "1 min", "5450 ms", "at most 11");
        assertThat(changeCluster(Map.of("flapFailures", 11, "flapWindowMinutes", 1))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theFiguresCannotBeSet() throws Exception {
        var refused = changeCluster(Map.of("figures", Map.of("leaseMs", 1_000)));
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("spec.ha.figures.leaseMs");
    }

    @Test
    void theIntentOfAVmIsKeptAndFound() throws Exception {
        var first = dc.stoppedVm();
        var second = dc.stoppedVm();
        var changed = changeVm(
                second,
                Map.of(
                        "protected",
                        true,
                        "priority",
                        "HIGH",
                        "restartAfter",
                        List.of(first.toString(), first.toString()),
                        "isolationPolicy",
                        "RESTART_ELSEWHERE",
                        "storageLossPolicy",
                        "KEEP_PAUSED",
                        "healthPolicy",
                        "GUEST_STOPS_ANSWERING"));
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        var ha = dc.get("/api/v1/vms/" + second).at("/spec/ha");
        assertThat(ha.toString()).isEqualTo("""
                {"protected":true,"priority":"HIGH","restartAfter":["%s"],"isolationPolicy":"RESTART_ELSEWHERE",\
                "storageLossPolicy":"KEEP_PAUSED","healthPolicy":"GUEST_STOPS_ANSWERING"}""".formatted(first));
        var found = dc.get("/api/v1/vms?filter=spec.ha.protected%3D%3Dtrue%20and%20spec.ha.priority%3D%3D%22HIGH%22");
        assertThat(found.at("/items/0/metadata/id").asString()).isEqualTo(second.toString());

        dc.succeeded(dc.delete(first));
        assertThat(dc.get("/api/v1/vms/" + second).at("/spec/ha/restartAfter").isEmpty())
                .as("nobody waits for a VM that is gone")
                .isTrue();
    }

    @Test
    void vmsThatWouldWaitForEachOtherAreRefusedByTheirNames() throws Exception {
        var web = dc.stoppedVm();
        var app = dc.stoppedVm();
        var db = dc.stoppedVm();
        assertThat(changeVm(web, Map.of("restartAfter", List.of(app.toString())))
                        .status())
                .isEqualTo(200);
        assertThat(changeVm(app, Map.of("restartAfter", List.of(db.toString()))).status())
                .isEqualTo(200);
        var refused = changeVm(db, Map.of("restartAfter", List.of(web.toString())));
        assertThat(refused.code()).isEqualTo("HA_DEPENDENCY_CYCLE");
        assertThat(refused.json().get("detail").asString())
                .contains("%s after %s after %s after %s".formatted(name(db), name(web), name(app), name(db)));
        var itself = changeVm(db, Map.of("restartAfter", List.of(db.toString())));
        assertThat(itself.code()).isEqualTo("HA_DEPENDENCY_CYCLE");
        var stranger = changeVm(db, Map.of("restartAfter", List.of(dc.cluster())));
        assertThat(stranger.code()).isEqualTo("VALIDATION_FAILED");
    }

    private String name(VmId vm) {
        return dc.get("/api/v1/vms/" + vm).at("/metadata/name").asString();
    }

    @ParameterizedTest
    @CsvSource({
        "priority, URGENT",
        "healthPolicy, NEVER",
        "isolationPolicy, SOMETIMES",
        "storageLossPolicy, KEEP_RUNNING",
    })
    void anAbsurdIntentIsRefusedByItsName(String field, String value) throws Exception {
        Object sent = value.matches("-?\\d+") ? Integer.valueOf(value) : value;
        var refused = dc.post("/api/v1/vms", dc.vmRequest(false, Map.of("ha", Map.of(field, sent))));
        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("spec.ha." + field);
    }

    @Test
    void aVmOnAPoolWithoutDirectIoCannotBeProtected() throws Exception {
        try (var cached = Datacenter.of(manager, 1)) {
            cached.host("a").saysOfItself(report -> {
                var changed = report.toBuilder();
                changed.getPoolsBuilderList().forEach(pool -> pool.setDirectIo(false));
                return changed.build();
            });
            cached.host("a").dies();
            cached.awaitHostState(cached.host("a"), "DISCONNECTED");
            cached.host("a")
                    .on(io.atoll.agent.v1.RunRequest.OperationCase.ATTACH_POOL)
                    .refuses("HOST_BUSY", "later")
                    .times(1_000);
            cached.host("a").start();
            cached.awaitReady(cached.host("a"));
            var refused = cached.post("/api/v1/vms", cached.vmRequest(false, Map.of("ha", Map.of("protected", true))));
            assertThat(refused.code()).as("%s", refused).isEqualTo("HA_POOL_UNFIT");
        }
    }
}
