package io.atoll.manager.maintenance;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.RUN_HOOK;
import static io.atoll.agent.v1.RunRequest.OperationCase.SHUTDOWN_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.Deaths;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * The manager dies before writes of a whole maintenance in turn: the next leader goes on, every VM moves once and none is lost, and
 * the host ends where it was meant to.
 */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaintenanceDeathsTest {
    private static final int LARGE_MIB = 12 * 1024;

    private final ManagerUnderTest manager;
    private Deaths deaths;
    private Datacenter dc;
    private MaintenanceDesk desk;
    private List<VmId> vms;
    private VmId stopped;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    MaintenanceDeathsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        deaths = new Deaths(manager);
        dc = Datacenter.of(manager, 2);
        desk = new MaintenanceDesk(dc);
        vms = List.of(desk.runningVm("a", LARGE_MIB), desk.runningVm("a", LARGE_MIB));
        stopped = dc.runningVm("a");
    }

    @AfterEach
    void calm() {
        deaths.calm();
        dc.host("a").isHonest();
        dc.awaitReady(dc.host("a"));
        dc.awaitReady(dc.host("b"));
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @Test
    void everyManagerDiesAfterAFewWritesAndTheHostGetsThere() {
        assertThat(deaths.afterEveryFew(9, this::thereAndBack)).as("deaths").isGreaterThanOrEqualTo(8);
    }

    @Test
    void everyManagerDiesWhileADrainIsCalledOff() {
        deaths.afterEveryFew(5, this::calledOff);
    }

    @Test
    void everyManagerDiesAfterAFewWritesOfARollingMaintenanceWithAHook() {
        assertThat(deaths.afterEveryFew(11, this::rolled)).as("deaths").isGreaterThanOrEqualTo(4);
    }

    @Test
    void everyManagerDiesWhileARollingMaintenanceIsCalledOff() {
        deaths.afterEveryFew(5, this::rollingCalledOff);
    }

    @Test
    @Tag("schedules")
    void atEachWriteOfARollingMaintenance() {
        deaths.beforeEachWrite(this::rolled);
    }

    @Test
    @Tag("schedules")
    void atEachWriteOfARollingMaintenanceThatIsCalledOff() {
        deaths.beforeEachWrite(this::rollingCalledOff);
    }

    @Test
    @Tag("schedules")
    void atEachWriteOfTheWayInAndOut() {
        deaths.beforeEachWrite(this::thereAndBack);
    }

    @Test
    @Tag("schedules")
    void atEachWriteOfADrainThatIsCalledOff() {
        deaths.beforeEachWrite(this::calledOff);
    }

    private void thereAndBack(Runnable death) {
        home();
        var moved = dc.host("a").done(MIGRATE_VM);
        var shutDown = dc.host("a").done(SHUTDOWN_VM);
        var back = dc.host("b").done(MIGRATE_VM);
        death.run();
        var id = desk.enter("a", Map.of("choices", Map.of(stopped.toString(), "STOP")));
        var there = desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(there.get("safeToPowerOff").asBoolean()).as("%s", there).isTrue();
        assertThat(dc.host("a").done(MIGRATE_VM) - moved).as("each moves once").isEqualTo(vms.size());
        assertThat(dc.host("a").done(SHUTDOWN_VM) - shutDown).isEqualTo(1);
        vms.forEach(vm -> assertThat(dc.runsOn(vm)).isEqualTo(dc.host("b").id()));
        dc.succeeded(desk.exit("a", Map.of()));
        deaths.calm();
        var over = desk.awaitState(id, "LEFT");
        assertThat(dc.host("b").done(MIGRATE_VM) - back)
                .as("each comes home at most once: %s", over)
                .isBetween(1L, (long) vms.size());
        assertThat(dc.powerState(stopped)).isEqualTo("RUNNING");
        dc.checkInvariants();
    }

    private void calledOff(Runnable death) {
        home();
        var hold = new CountDownLatch(1);
        dc.host("a").on(MIGRATE_VM).waitsFor(hold);
        var moved = dc.host("a").done(MIGRATE_VM);
        var id = desk.enter("a", Map.of("maxParallel", 1, "choices", Map.of(stopped.toString(), "SKIP")));
        desk.await(id, one -> one.at("/progress/underWay").asInt() == 1);
        death.run();
        desk.act(id, "cancel", Map.of());
        hold.countDown();
        var over = desk.awaitState(id, "CANCELLED");
        deaths.calm();
        assertThat(desk.shownWith("a").isNull()).isTrue();
        assertThat(over.at("/progress/underWay").asInt()).as("%s", over).isZero();
        assertThat(dc.host("a").done(MIGRATE_VM) - moved).isLessThanOrEqualTo(1);
        dc.checkInvariants();
    }

    /** Host a is emptied, runs its hook, is looked at, and comes back: each once. */
    private void rolled(Runnable death) {
        home();
        var moved = dc.host("a").done(MIGRATE_VM);
        var hooks = dc.host("a").done(RUN_HOOK);
        death.run();
        var id = rolls();
        var over = awaitRolling(id, one -> one.get("state").asString().equals("SUCCEEDED"));
        deaths.calm();
        assertThat(over.at("/hosts/0/state").asString()).as("%s", over).isEqualTo("DONE");
        assertThat(dc.host("a").done(RUN_HOOK) - hooks).as("the hook runs once").isEqualTo(1);
        assertThat(dc.host("a").done(MIGRATE_VM) - moved).as("each leaves once").isEqualTo(vms.size() + 1L);
        assertThat(desk.shownWith("a").isNull()).isTrue();
        dc.checkInvariants();
    }

    private void rollingCalledOff(Runnable death) {
        home();
        var hold = new CountDownLatch(1);
        dc.host("a").on(RUN_HOOK).waitsFor(hold);
        var id = rolls();
        awaitRolling(id, one -> one.at("/hosts/0/doing").asString("").equals("RUNNING_HOOK"));
        death.run();
        var answer = dc.post("/api/v1/rolling-maintenances/" + id + "/actions/cancel", Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        hold.countDown();
        awaitRolling(id, one -> one.get("state").asString().equals("CANCELLED"));
        deaths.calm();
        assertThat(desk.shownWith("a").isNull()).as("the host is in use again").isTrue();
        dc.checkInvariants();
    }

    private String rolls() {
        var wish = Map.of(
                "hostIds",
                List.of(dc.host("a").id().toString()),
                "action",
                "HOOK",
                "hook",
                "firmware",
                "bringHome",
                "NO");
        var answer = dc.post("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances", wish);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().at("/objects/1/id").asString();
    }

    private JsonNode awaitRolling(String id, Predicate<JsonNode> wanted) {
        var last = new JsonNode[1];
        Awaitility.await("rolling maintenance " + id)
                .atMost(Datacenter.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    last[0] = dc.get("/api/v1/rolling-maintenances/" + id);
                    return wanted.test(last[0]);
                });
        return last[0];
    }

    /** Everybody runs on host a. */
    private void home() {
        deaths.calm();
        dc.host("a").isHonest();
        for (var vm : List.of(vms.get(0), vms.get(1), stopped)) {
            dc.awaitState(vm, "RUNNING");
            if (!dc.runsOn(vm).equals(dc.host("a").id())) {
                dc.succeeded(dc.migrate(vm, "a"));
            }
        }
    }
}
