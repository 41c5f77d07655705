package io.atoll.manager.maintenance;

import static io.atoll.agent.v1.RunRequest.OperationCase.RUN_HOOK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.HookResult;
import io.atoll.manager.power.FakeRedfish;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hosts through maintenance one after the other. */
@ManagerTest
class RollingMaintenanceTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private MaintenanceDesk desk;
    private RollingDesk rolls;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    RollingMaintenanceTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() {
        dc = Datacenter.of(manager, 3);
        desk = new MaintenanceDesk(dc);
        rolls = new RollingDesk(dc);
    }

    @AfterEach
    void close() {
        manager.bean(CrashingFence.class).calm();
        dc.close();
    }

    private static List<String> order(JsonNode rolling) {
        var names = new ArrayList<String>();
        rolling.get("hosts").forEach(host -> names.add(host.get("hostId").asString()));
        return names;
    }

    private String id(String host) {
        return dc.host(host).id().toString();
    }

    @Test
    void everyHostGoesThroughTheCanaryFirstWhileManagersDie() {
        var vm = dc.runningVm("a");
        manager.bean(CrashingFence.class).crashAtEveryWrite(15);
        var id = rolls.begun(Map.of("canaryHostId", id("c")));
        var done = rolls.await(id, rolling -> RollingDesk.is(rolling, "SUCCEEDED"));
        assertThat(order(done)).first().isEqualTo(id("c"));
        done.get("hosts")
                .forEach(host -> assertThat(host.get("state").asString()).isEqualTo("DONE"));
        assertThat(dc.world().runningAt(vm)).hasSize(1);
        assertThat(desk.shownWith("a").isNull()).isTrue();
        dc.checkInvariants();
    }

    @Test
    void itStopsAtTheFirstHostThatCannotBeEmptiedAndGoesOnWithoutIt() {
        var paused = dc.runningVm("a");
        dc.succeeded(dc.act(paused, "pause"));
        var id = rolls.begun(Map.of("hostIds", List.of(id("a"), id("b"))));
        var stopped = rolls.await(id, rolling -> RollingDesk.is(rolling, "STOPPED"));
        assertThat(stopped.get("attention").asString()).contains("cannot leave").contains("paused");
        assertThat(stopped.at("/hosts/1/state").asString()).as("%s", stopped).isEqualTo("WAITING");
        assertThat(desk.shownWith("a").isNull()).as("no half-done state").isTrue();
        assertThat(ids(dc.get("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances?filter="
                        + encoded("state == \"STOPPED\""))))
                .containsExactly(id);
        var refused = rolls.begin(Map.of());
        assertThat(refused.code()).as("%s", refused).isEqualTo("MAINTENANCE_WRONG_STATE");
        var more = dc.post("/api/v1/rolling-maintenances/" + id + "/actions/resume", Map.of("skipFailed", true));
        assertThat(more.status()).as("%s", more).isEqualTo(200);
        var done = rolls.await(id, rolling -> RollingDesk.is(rolling, "SUCCEEDED"));
        assertThat(done.at("/hosts/0/state").asString()).isEqualTo("SKIPPED");
        assertThat(done.at("/hosts/1/state").asString()).isEqualTo("DONE");
    }

    /** Somebody's hands may be in it. */
    @Test
    void aHostThatIsInMaintenanceForSomebodyElseStaysThereWhenAllIsCalledOff() {
        var theirs = desk.enter("a", Map.of("note", "disks"));
        desk.awaitState(theirs, "IN_MAINTENANCE");
        var id = rolls.begun(Map.of("hostIds", List.of(id("a"), id("b"))));
        var stopped = rolls.await(id, rolling -> RollingDesk.is(rolling, "STOPPED"));
        assertThat(stopped.get("attention").asString()).contains("IN_MAINTENANCE");
        var cancelled = dc.post("/api/v1/rolling-maintenances/" + id + "/actions/cancel", Map.of());
        assertThat(cancelled.status()).as("%s", cancelled).isEqualTo(200);
        var over = rolls.await(id, rolling -> RollingDesk.is(rolling, "CANCELLED"));
        assertThat(over.at("/hosts/0/state").asString()).isEqualTo("SKIPPED");
        assertThat(desk.get(theirs).get("state").asString()).isEqualTo("IN_MAINTENANCE");
    }

    @Test
    void aHookRunsOnceOnEachHostAlthoughItsAnswerIsLost() {
        dc.host("a").on(RUN_HOOK).losesAnswer();
        var id = rolls.begun(Map.of(
                "action", "HOOK", "hook", "firmware-2", "hookSeconds", 30, "hostIds", List.of(id("a"), id("b"))));
        var done = rolls.await(id, rolling -> RollingDesk.is(rolling, "SUCCEEDED"));
        assertThat(done.at("/settings/hook/name").asString()).isEqualTo("firmware-2");
        assertThat(List.of("a", "b", "c").stream()
                        .map(name -> dc.host(name).done(RUN_HOOK))
                        .toList())
                .containsExactly(1L, 1L, 0L);
        var order = dc.host("b").commands(RUN_HOOK).getFirst().getRunHook();
        assertThat(order.getName()).isEqualTo("firmware-2");
        assertThat(order.getDeadlineSeconds()).isEqualTo(30);
    }

    @Test
    void aHookThatFailsStopsTheRestSaysWhyAndIsRunAgainWhenSomebodyWantsThat() {
        var ended =
                HookResult.newBuilder().setExitCode(3).addOutputLines("trying").addOutputLines("no device\u001b[31m");
        dc.host("a").on(RUN_HOOK).answers(Done.newBuilder().setHook(ended).build());
        var id = rolls.begun(Map.of("action", "HOOK", "hook", "firmware", "hostIds", List.of(id("a"), id("b"))));
        var stopped = rolls.await(id, rolling -> RollingDesk.is(rolling, "STOPPED"));
        assertThat(stopped.get("attention").asString())
                .contains("Hook firmware ended with exit code 3. Its last line: no device [31m");
        assertThat(stopped.at("/hosts/0/doing").asString()).isEqualTo("RUNNING_HOOK");
        assertThat(stopped.at("/hosts/0/failedIn").asString()).isEqualTo("ACTING");
        assertThat(stopped.at("/hosts/1/state").asString()).isEqualTo("WAITING");
        var task = dc.get("/api/v1/tasks/" + stopped.at("/hosts/0/taskId").asString());
        assertThat(task.at("/failure/code").asString()).isEqualTo("HOOK_FAILED");
        assertThat(task.at("/result/exitCode").asInt()).isEqualTo(3);
        assertThat(task.at("/result/lastLines/0").asString()).isEqualTo("trying");
        dc.post("/api/v1/rolling-maintenances/" + id + "/actions/resume", Map.of());
        rolls.await(id, rolling -> RollingDesk.is(rolling, "SUCCEEDED"));
        assertThat(dc.host("a").done(RUN_HOOK)).isEqualTo(2);
        assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances")
                        .at("/items/0/id")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void aHostIsRebootedByItsControllerWhileItIsEmpty() throws Exception {
        try (var controller = FakeRedfish.onLoopback()) {
            var vm = dc.runningVm("a");
            var vmsWhenOff = new ArrayList<Integer>();
            controller.onReset(type -> {
                controller.obey(type);
                if (type.equals("On")) {
                    dc.host("a").start();
                } else {
                    vmsWhenOff.add(
                            dc.world().runningAt(vm).contains(dc.host("a").id()) ? 1 : 0);
                    dc.host("a").hostDies();
                }
            });
            var control = controller.control();
            assertThat(dc.api()
                            .put("/api/v1/hosts/" + id("a") + "/power", control)
                            .status())
                    .isEqualTo(200);
            var id = rolls.begun(Map.of("action", "REBOOT", "hostIds", List.of(id("a"))));
            var done = rolls.await(id, rolling -> RollingDesk.is(rolling, "SUCCEEDED"));
            assertThat(done.at("/hosts/0/state").asString()).as("%s", done).isEqualTo("DONE");
            assertThat(vmsWhenOff).as("switched off once, and without the VM").containsExactly(0);
            assertThat(dc.world().runningAt(vm)).hasSize(1);
            dc.checkInvariants();
        }
    }

    @Test
    void allThatEverWereAreListedPageByPageAndFound() throws Exception {
        var list = "/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances";
        var ids = new ArrayList<String>();
        for (var note : List.of("first", "second", "third")) {
            var id = rolls.begun(Map.of("hostIds", List.of(id("a"), id("b")), "note", note));
            dc.post("/api/v1/rolling-maintenances/" + id + "/actions/cancel", Map.of());
            rolls.await(id, rolling -> RollingDesk.is(rolling, "CANCELLED"));
            ids.addFirst(id);
        }
        var first = dc.get(list + "?limit=2");
        assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
        assertThat(first.get("totalCount").asLong()).isEqualTo(3);
        assertThat(order(first.at("/items/1"))).containsExactly(id("a"), id("b"));
        var rest = dc.get(list + "?limit=2&cursor=" + first.get("nextCursor").asString());
        assertThat(ids(rest)).isEqualTo(ids.subList(2, 3));
        assertThat(rest.get("nextCursor").isNull()).isTrue();

        assertThat(ids(dc.get(list + "?filter=" + encoded("state == \"CANCELLED\" and settings.note ~ \"eco\""))))
                .containsExactly(ids.get(1));
        assertThat(ids(dc.get(list + "?filter=" + encoded("state in (\"RUNNING\", \"STOPPED\", \"PAUSED\")"))))
                .isEmpty();
        assertThat(ids(dc.get(list + "?sort=createdAt&limit=1"))).containsExactly(ids.get(2));
        for (var wrong : List.of("filter=" + encoded("state == \"LOST\""), "sort=hosts", "cursor=abc", "limit=0")) {
            var refused = dc.api().get(list + "?" + wrong);
            assertThat(refused.status()).as("%s: %s", wrong, refused).isEqualTo(400);
        }
    }

    private static List<String> ids(JsonNode page) {
        var ids = new ArrayList<String>();
        page.get("items").forEach(one -> ids.add(one.get("id").asString()));
        return ids;
    }

    private static String encoded(String filter) {
        return URLEncoder.encode(filter, UTF_8).replace("+", "%20");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(rolls.begin(Map.of("action", "HOOK")).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(rolls.begin(Map.of("action", "HOOK", "hook", "../sh")).code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(rolls.begin(Map.of("action", "NONE", "hook", "firmware")).code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(rolls.begin(Map.of("maxHostsOut", 3)).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(rolls.begin(Map.of("canaryHostId", "01a21e69-a278-705b-960e-66311c632810"))
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(rolls.begin(Map.of("hostIds", List.of())).text())
                .as("nobody is not everybody")
                .contains("VALIDATION_FAILED", "The list is empty");
        assertThat(rolls.begin(Map.of("action", "EXPLODE")).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(rolls.begin(Map.of("hostIds", List.of("01a21e69-a278-705b-960e-66311c632810")))
                        .code())
                .isEqualTo("HOST_NOT_FOUND");
    }
}
