package io.atoll.manager.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A cluster that saves power: what people set and see, a host that sleeps and wakes, and one that does not. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpmApiTest {
    private static final int NEARLY_A_HOST_MIB = 60 * 1024;

    private final ManagerUnderTest manager;
    private PowerSavingDesk desk;
    /** Of no VM are there samples, so nobody sleeps who has one: this one stays with the other host. */
    private VmId anchor;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    DpmApiTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        desk = new PowerSavingDesk(manager);
        anchor = desk.dc.runningVm("a");
    }

    @AfterAll
    void close() {
        desk.close();
    }

    /** Everybody awake, and nothing decided by itself. */
    @BeforeEach
    void awake() {
        desk.everybodyAwake(anchor);
    }

    @Test
    void nobodySleepsUntilSomebodyWantsIt() {
        var spec = desk.get().get("spec");
        assertThat(spec.get("mode").asString()).isEqualTo("OFF");
        assertThat(spec.get("lowPercent").asInt()).isEqualTo(45);
        assertThat(spec.get("highPercent").asInt()).isEqualTo(81);
        desk.twoRounds();
        assertThat(desk.state("b")).isIn("AWAKE", "AWAY");
    }

    @Test
    void nonsenseIsRefusedWithNumbers() throws Exception {
        var refused =
                desk.patch(Map.of("mode", "ALWAYS", "wakeMinutes", 0, "spareHosts", -1, "timeZone", "Mars/Olympus"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(causes(refused.json()))
                .containsExactlyInAnyOrder("spec.mode", "spec.wakeMinutes", "spec.spareHosts", "spec.timeZone");
        assertThat(desk.patch(Map.of("lowPercent", 70, "highPercent", 80)).text())
                .contains("70 %", "80 %", "at least 15 %");
        assertThat(desk.patch(Map.of("spareHosts", 9)).text())
                .as("more than the scheduler counts")
                .contains("between 0 and 8");
        assertThat(desk.patch(Map.of("wakeMinutes", 10, "parkMinutes", 5)).text())
                .contains("5 min", "10 min");
        assertThat(desk.patch(Map.of(
                                "excludedHostIds", List.of(UUID.randomUUID().toString())))
                        .text())
                .contains("There is no host");
        var hours = Map.of("days", List.of("FUNDAY"), "from", "25:00", "to", "07:00");
        assertThat(causes(desk.patch(Map.of("schedule", List.of(hours))).json()))
                .containsExactlyInAnyOrder("spec.schedule[0].days", "spec.schedule[0].from");
        assertThat(manager.as(Role.VIEWER)
                        .patch(desk.path(""), Map.of("spec", Map.of()))
                        .status())
                .isEqualTo(403);
        for (var part : List.of("", "/hosts", "/savings", "/history", "/rounds", "/recommendations")) {
            assertThat(desk.dc
                            .api()
                            .get("/api/v1/clusters/" + UUID.randomUUID() + "/dpm" + part)
                            .code())
                    .as(part)
                    .isEqualTo("CLUSTER_NOT_FOUND");
        }
        assertThat(desk.dc.api().get(desk.path("/savings?from=yesterday")).status())
                .isEqualTo(400);
    }

    private static List<String> causes(JsonNode problem) {
        var fields = new ArrayList<String>();
        problem.get("causes").forEach(cause -> fields.add(cause.get("field").asString()));
        return fields;
    }

    @Test
    void aHostThatIsNotNeededSleepsAndSavesUntilAVmNeedsIt() {
        desk.park();
        assertThat(desk.view("a").at("/reason/code").asString()).isEqualTo("no-power-control");
        var asleep = desk.view("b");
        assertThat(asleep.get("idleWatts").asInt()).isEqualTo(PowerSavingDesk.IDLE_WATTS);
        assertThat(asleep.get("allowedActions").toString()).contains("wake");
        assertThat(desk.dc.get(desk.host("b")).at("/status/powerSaving/state").asString())
                .isEqualTo("ASLEEP");

        var supposed =
                desk.dc.post("/api/v1/clusters/" + desk.dc.cluster() + "/simulations", Map.of("balanceLevel", 3));
        assertThat(supposed.json().at("/before/wattsUnknownHostNames").toString())
                .as("who sleeps draws nothing: %s", supposed)
                .contains(desk.dc.host("a").name())
                .doesNotContain(desk.dc.host("b").name());

        desk.round();
        desk.dc.timePasses(Duration.ofMinutes(1));
        desk.round();
        var saved = desk.dc.get(desk.path("/savings")).get("total");
        assertThat(saved.get("savedWh").asDouble())
                .as("%s", saved)
                .isGreaterThan(PowerSavingDesk.IDLE_WATTS / 60.0 - 0.1);
        assertThat(saved.get("modelledSeconds").asDouble()).isGreaterThan(59);
        assertThat(saved.get("measuredSeconds").asDouble()).isZero();

        var large = desk.dc.vmRequest(true, Map.of("memoryMiB", NEARLY_A_HOST_MIB));
        var filling = desk.dc.post("/api/v1/vms", large);
        desk.dc.succeeded(filling.json().at("/task/metadata/id").asString());
        var second = desk.dc.vmRequest(true, Map.of("memoryMiB", NEARLY_A_HOST_MIB));
        var refused = desk.dc.post("/api/v1/vms", second);
        assertThat(refused.code()).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(refused.text()).contains("One is woken if it has room");
        desk.awaitState("b", "AWAKE");
        var vms = List.of(
                Datacenter.vmOf(
                        desk.dc.succeeded(filling.json().at("/task/metadata/id").asString())),
                Datacenter.vmOf(desk.dc.succeeded(desk.dc
                        .post("/api/v1/vms", second)
                        .json()
                        .at("/task/metadata/id")
                        .asString())));
        assertThat(desk.dc.runsOn(vms.get(1))).isEqualTo(desk.dc.host("b").id());
        assertThat(states()).containsSubsequence("DRAINING", "SWITCHING_OFF", "ASLEEP", "WAKING", "EXITING");
        vms.forEach(this::gone);
    }

    private void gone(VmId vm) {
        desk.dc.succeeded(desk.dc.act(vm, "stop"));
        desk.dc.succeeded(desk.dc.delete(vm));
    }

    private List<String> states() {
        var states = new ArrayList<String>();
        desk.dc
                .get(desk.path("/history"))
                .forEach(span -> states.add(span.get("state").asString()));
        return states;
    }

    @Test
    void whatIsRecommendedIsDoneWhenItIsAccepted() {
        var accept = recommended();
        desk.dc.succeeded(PowerSavingDesk.task(desk.dc.post(accept, Map.of())));
        assertThat(desk.dc.post(accept, Map.of()).code()).isEqualTo("DPM_DECIDED");
        assertThat(desk.view("b").get("state").asString()).isEqualTo("ASLEEP");
        var woken = desk.dc.post(desk.path("/hosts/" + desk.dc.host("b").id() + "/actions/wake"), Map.of());
        desk.dc.succeeded(PowerSavingDesk.task(woken));
        assertThat(desk.view("b").get("state").asString()).isEqualTo("AWAKE");
        assertThat(desk.dc
                        .post(desk.path("/hosts/" + desk.dc.host("b").id() + "/actions/wake"), Map.of())
                        .code())
                .isEqualTo("HOST_WRONG_STATE");
    }

    /** That host b be parked; answers where that is accepted. */
    private String recommended() {
        desk.set("RECOMMEND");
        desk.roundsUntil(() -> desk.get().at("/status/openRecommendations").asInt() == 1);
        var park = onlyOpen("PARK");
        assertThat(park.at("/reason/text").asString()).contains("It is not needed");
        return desk.path("/recommendations/" + park.get("id").asString() + "/actions/accept");
    }

    private JsonNode onlyOpen(String kind) {
        var found = new ArrayList<JsonNode>();
        desk.dc
                .get(desk.path("/recommendations?filter=state%20%3D%3D%20%22OPEN%22"))
                .get("items")
                .forEach(found::add);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().get("kind").asString()).isEqualTo(kind);
        return found.getFirst();
    }

    @Test
    void excludedHostsStayOnAndAreWoken() {
        desk.park();
        PowerSavingDesk.ok(desk.patch(
                Map.of("excludedHostIds", List.of(desk.dc.host("b").id().toString()))));
        desk.round();
        desk.awaitState("b", "AWAKE");
        desk.twoRounds();
        var host = desk.view("b");
        assertThat(host.get("state").asString()).isEqualTo("AWAKE");
        assertThat(host.at("/reason/code").asString()).isEqualTo("excluded");
    }

    @Test
    void aHostWhoseVmIsNeverToBeMovedStaysOnAndSaysSo() throws Exception {
        var vm = desk.dc.runningVm("b");
        var exclusion = "/api/v1/clusters/" + desk.dc.cluster() + "/drs/exclusions/" + vm;
        assertThat(desk.dc.api().send("PUT", exclusion, null, Map.of()).status())
                .isLessThan(300);
        desk.set("APPLY");
        desk.twoRounds();
        desk.twoRounds();
        var host = desk.view("b");
        assertThat(host.get("state").asString()).as("%s", host).isEqualTo("AWAKE");
        assertThat(host.at("/reason/code").asString()).as("%s", host).isEqualTo("vms-never-moved");
        assertThat(host.at("/reason/text").asString())
                .as("%s", host)
                .contains(desk.dc.get("/api/v1/vms/" + vm).at("/metadata/name").asString());
        assertThat(desk.dc.api().delete(exclusion).status()).isLessThan(300);
        desk.set("OFF");
        gone(vm);
    }

    @Test
    void aDrainThatFailsLeavesTheHostInUseAndSaysWhy() {
        var accept = recommended();
        var vm = desk.dc.runningVm("b");
        desk.dc
                .host("b")
                .on(OperationCase.MIGRATE_VM)
                .fails("MIGRATION_FAILED", "the line was cut")
                .times(50);
        var failed = desk.dc.failed(PowerSavingDesk.task(desk.dc.post(accept, Map.of())), "DPM_NOT_PARKED");
        desk.dc.host("b").isHonest();
        assertThat(failed.at("/failure/detail").asString()).contains("could not be emptied for", "the line was cut");
        var host = desk.awaitState("b", "AWAKE");
        assertThat(host.at("/reason/code").asString()).isEqualTo("drain-blocked");
        assertThat(host.at("/reason/parameters/why").asString()).contains("the line was cut");
        assertThat(host.at("/reason/parameters/seconds").asInt()).isPositive();
        assertThat(host.at("/reason/parameters").has("until")).isTrue();
        assertThat(desk.dc.get(desk.host("b")).at("/status/maintenance").isNull())
                .isTrue();
        assertThat(desk.dc.runsOn(vm)).isEqualTo(desk.dc.host("b").id());
        gone(vm);
    }

    @Test
    void aHostThatNeverWakesIsToldTwiceAndThenSaidToHaveFailed() throws Exception {
        desk.wakeSeconds(5);
        desk.park();
        desk.neverWakes();
        var wake = desk.path("/hosts/" + desk.dc.host("b").id() + "/actions/wake");
        var failed = desk.dc.failed(PowerSavingDesk.task(desk.dc.post(wake, Map.of())), "DPM_NOT_WOKEN");
        assertThat(failed.at("/failure/detail").asString()).contains("told to wake 2 times", "after 5 s");
        var host = desk.awaitState("b", "FAILED");
        assertThat(host.at("/reason/code").asString()).isEqualTo("wake-failed");
        assertThat(host.get("proven").asBoolean()).isFalse();
        desk.obeys();
        desk.controller.says("Off");
        desk.wakeSeconds(60);
        desk.dc.succeeded(PowerSavingDesk.task(desk.dc.post(wake, Map.of())));
        host = desk.awaitState("b", "AWAKE");
        assertThat(host.get("proven").asBoolean()).isTrue();
        // A round by the clock that looked before may write what it saw last.
        await("the reason of now").atMost(Datacenter.LONG).until(() -> {
            desk.round();
            return !desk.view("b").at("/reason/code").asString().equals("wake-failed");
        });
    }

    @Test
    void aHostThatSleepsIsHandedToWhoeverWantsItInMaintenance() {
        assertThat(actions()).contains("enter-maintenance");
        desk.park();
        assertThat(actions()).contains("enter-maintenance");
        var tried = PowerSavingDesk.ok(
                        desk.dc.post(desk.host("b") + "/actions/enter-maintenance?dryRun=true", Map.of()))
                .json();
        assertThat(tried.get("wouldSucceed").asBoolean()).as("%s", tried).isTrue();
        assertThat(tried.at("/plan/vms")).isEmpty();
        desk.dc.succeeded(PowerSavingDesk.task(
                desk.dc.post(desk.host("b") + "/actions/enter-maintenance", Map.of("note", "disks"))));
        var status = desk.dc.get(desk.host("b")).get("status");
        assertThat(status.get("powerSaving").isNull()).isTrue();
        assertThat(status.at("/maintenance/note").asString()).isEqualTo("disks");
        assertThat(actions()).doesNotContain("enter-maintenance").contains("exit-maintenance");
        desk.round();
        assertThat(desk.view("b").get("state").asString()).isEqualTo("AWAY");
        desk.dc.succeeded(PowerSavingDesk.task(desk.dc.post(desk.host("b") + "/actions/power-on", Map.of())));
        desk.dc.succeeded(PowerSavingDesk.task(desk.dc.post(desk.host("b") + "/actions/exit-maintenance", Map.of())));
    }

    private List<String> actions() {
        return desk.dc
                .get(desk.host("b"))
                .get("allowedActions")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** Otherwise the cluster would be said to be through with it, and this host would not. */
    @Test
    void aRollingMaintenanceWakesAHostThatSleepsAndTakesItAlong() {
        desk.park();
        var path = "/api/v1/clusters/" + desk.dc.cluster() + "/rolling-maintenances";
        var b = desk.dc.host("b").id().toString();
        var plan = PowerSavingDesk.ok(desk.dc.post(path + "?dryRun=true", Map.of("canaryHostId", b)))
                .json();
        assertThat(plan.at("/plan/hosts/0/hostId").asString()).as("%s", plan).isEqualTo(b);
        assertThat(plan.at("/plan/hosts/0/sleeps").asBoolean()).isTrue();
        var begun = desk.dc.post(path, Map.of("hostIds", List.of(b)));
        assertThat(begun.status()).as("%s", begun).isEqualTo(202);
        var one = "/api/v1/rolling-maintenances/"
                + begun.json().at("/objects/1/id").asString();
        await().atMost(Datacenter.LONG)
                .untilAsserted(() -> assertThat(desk.dc.get(one).get("state").asString())
                        .as("%s", desk.dc.get(one))
                        .isEqualTo("SUCCEEDED"));
        assertThat(desk.dc.get(one).at("/hosts/0/state").asString()).isEqualTo("DONE");
        var status = desk.dc.get(desk.host("b")).get("status");
        assertThat(status.get("maintenance").isNull()).isTrue();
        assertThat(status.get("powerSaving").isNull()).isTrue();
    }

    @Test
    void peopleWhoSwitchItOnHaveItBack() {
        desk.park();
        desk.dc.succeeded(PowerSavingDesk.task(desk.dc.post(desk.host("b") + "/actions/power-on", Map.of())));
        desk.round();
        desk.awaitState("b", "AWAKE");
        await().untilAsserted(() -> assertThat(
                        desk.dc.get(desk.host("b")).at("/status/maintenance").isNull())
                .isTrue());
    }
}
