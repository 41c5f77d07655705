package io.atoll.manager.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Power saving beside resource pools, rules and rolling maintenance: what they promise counts hosts that sleep, and is kept. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpmNeighboursTest {
    private static final int NEARLY_A_HOST_MIB = 60 * 1024;
    private static final int MORE_THAN_A_HOST_MIB = 70_000;

    private final ManagerUnderTest manager;
    private PowerSavingDesk desk;
    private Datacenter dc;
    /** Of no VM are there samples, so nobody sleeps who has one: this one stays with host a. */
    private VmId anchor;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    DpmNeighboursTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        desk = new PowerSavingDesk(manager);
        dc = desk.dc;
        anchor = dc.runningVm("a");
        rack("a", "r1");
        rack("b", "r2");
    }

    private void rack(String host, String rack) throws Exception {
        PowerSavingDesk.ok(dc.api().patch(desk.host(host), Map.of("labels", Map.of("rack", rack))));
    }

    @BeforeEach
    void awake() throws Exception {
        for (var rule : dc.get(cluster("/rules")).get("items")) {
            delete(cluster("/rules/" + rule.at("/metadata/id").asString()));
        }
        desk.everybodyAwake(anchor);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    private String cluster(String more) {
        return "/api/v1/clusters/" + dc.cluster() + more;
    }

    private static String made(ApiClient.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json().at("/metadata/id").asString();
    }

    private void rule(Map<String, Object> spec) {
        made(dc.post(cluster("/rules"), Map.of("name", "where", "spec", spec)));
    }

    private void delete(String path) throws Exception {
        assertThat(dc.api().delete(path).status()).isEqualTo(204);
    }

    private void gone(VmId vm) {
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.delete(vm));
    }

    private VmId started(Map<String, Object> request) {
        var answer = dc.post("/api/v1/vms", request);
        return Datacenter.vmOf(
                dc.succeeded(answer.json().at("/task/metadata/id").asString()));
    }

    private String reason(String host) {
        return desk.view(host).at("/reason/code").asString();
    }

    @Test
    void aPoolCountsHostsThatSleepSoThatAStartWakesOne() throws Exception {
        desk.park();
        var reserved = Map.of("memoryReservationMiB", MORE_THAN_A_HOST_MIB);
        var pool = made(dc.post(cluster("/resource-pools"), Map.of("name", "gold", "spec", reserved)));
        var large = Map.<String, Object>of("memoryMiB", NEARLY_A_HOST_MIB, "resourcePoolId", pool);
        var first = started(dc.vmRequest(true, large));
        var request = dc.vmRequest(true, large);
        var refused = dc.post("/api/v1/vms", request);
        assertThat(refused.code()).as("%s", refused).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(refused.text()).contains("One is woken if it has room");
        desk.awaitState("b", "AWAKE");
        var second = started(request);
        assertThat(dc.runsOn(second)).isEqualTo(dc.host("b").id());
        gone(first);
        gone(second);
        delete(cluster("/resource-pools/" + pool));
    }

    @Test
    void aRackOverWhichVmsAreSpreadStaysAwake() {
        var other = dc.runningVm("a");
        spread(other);
        desk.set("APPLY");
        desk.roundsUntil(() -> reason("b").equals("last-of-zone"));
        desk.twoRounds();
        var host = desk.view("b");
        assertThat(host.get("state").asString()).isEqualTo("AWAKE");
        assertThat(host.at("/reason/parameters/zone").asString()).isEqualTo("r2");
        assertThat(host.at("/reason/parameters/ruleName").asString()).isEqualTo("where");
        gone(other);
    }

    @Test
    void aRackOverWhichVmsAreSpreadIsWoken() {
        desk.park();
        var other = dc.runningVm("a");
        spread(other);
        desk.round();
        desk.awaitState("b", "AWAKE");
        gone(other);
    }

    private void spread(VmId other) {
        rule(Map.of(
                "kind",
                "ZONE_SPREAD",
                "enforcement",
                "MUST",
                "zoneLabel",
                "rack",
                "vmIds",
                List.of(anchor.toString(), other.toString())));
    }

    @Test
    void aRuleMayNameHostsThatAllSleep() {
        desk.park();
        rule(Map.of(
                "kind",
                "VM_HOST",
                "enforcement",
                "MUST",
                "vmIds",
                List.of(anchor.toString()),
                "hostIds",
                List.of(dc.host("b").id().toString())));
        desk.round();
        desk.awaitState("b", "AWAKE");
    }

    /** Its labels are lost with the refusal; the rule that meant it by them is not. */
    @Test
    void noHostIsWokenForANewVmThatMayNotRunThere() {
        desk.park();
        rule(Map.of(
                "kind",
                "VM_HOST",
                "enforcement",
                "MUST_NOT",
                "vmSelector",
                "tier=here",
                "hostIds",
                List.of(dc.host("b").id().toString())));
        var large = Map.<String, Object>of("memoryMiB", NEARLY_A_HOST_MIB);
        var first = started(dc.vmRequest(true, large));
        var request = new HashMap<>(dc.vmRequest(true, large));
        request.put("labels", Map.of("tier", "here"));
        assertThat(dc.post("/api/v1/vms", request).code()).isEqualTo("PLACEMENT_NO_HOST");
        await().atMost(Datacenter.LONG).until(() -> isWishedFor(Objects.requireNonNull(request.get("name"))));
        desk.round();
        assertThat(desk.view("b").get("state").asString()).isEqualTo("ASLEEP");
        gone(first);
    }

    private boolean isWishedFor(Object vmName) {
        return manager.bean(JdbcClient.class)
                        .sql("select count(*) from dpm_room_wish where vm_name = :name")
                        .param("name", vmName)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @Test
    void whoOnlyRecommendsRecommendsToWakeAHostForAVmWithoutRoom() {
        desk.park();
        desk.set("RECOMMEND");
        var large = Map.<String, Object>of("memoryMiB", NEARLY_A_HOST_MIB);
        var first = started(dc.vmRequest(true, large));
        var refused = dc.post("/api/v1/vms", dc.vmRequest(true, large));
        assertThat(refused.code()).as("%s", refused).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(refused.text()).contains("Wake a host that sleeps");
        desk.roundsUntil(() -> desk.get().at("/status/openRecommendations").asInt() == 1);
        var open = dc.get(desk.path("/recommendations?filter=state%20%3D%3D%20%22OPEN%22"))
                .at("/items/0");
        assertThat(open.get("kind").asString()).isEqualTo("WAKE");
        assertThat(open.at("/reason/code").asString()).isEqualTo("no-room");
        gone(first);
    }

    @Test
    void hostsOfARollingMaintenanceThatHasNotEndedStayAwake() {
        dc.succeeded(dc.act(anchor, "pause"));
        var ids = List.of(dc.host("a").id().toString(), dc.host("b").id().toString());
        var begun = dc.post(cluster("/rolling-maintenances"), Map.of("hostIds", ids));
        assertThat(begun.status()).as("%s", begun).isEqualTo(202);
        var rolling = "/api/v1/rolling-maintenances/"
                + begun.json().at("/objects/1/id").asString();
        await().atMost(Datacenter.LONG).until(() -> state(rolling).equals("STOPPED"));
        desk.set("APPLY");
        desk.roundsUntil(() -> reason("b").equals("rolling-maintenance"));
        desk.twoRounds();
        assertThat(desk.view("b").get("state").asString()).isEqualTo("AWAKE");
        PowerSavingDesk.ok(dc.post(rolling + "/actions/cancel", Map.of()));
        await().atMost(Datacenter.LONG).until(() -> state(rolling).equals("CANCELLED"));
        dc.succeeded(dc.act(anchor, "resume"));
    }

    private String state(String rolling) {
        return dc.get(rolling).get("state").asString();
    }
}
