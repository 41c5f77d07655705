package io.atoll.manager.maintenance;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.START_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.HaHost;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a rolling maintenance before it begins, and which hosts wait or are left out. Hosts have 64 GiB. */
@ManagerTest
class RollingPlanTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private MaintenanceDesk desk;
    private RollingDesk rolls;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    RollingPlanTest(ManagerUnderTest manager) {
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
        dc.close();
    }

    private String id(String host) {
        return dc.host(host).id().toString();
    }

    @Test
    void aDryRunTellsTheOrderTheMovesAndWhatBlocksAndBeginsNothing() {
        dc.runningVm("a");
        dc.runningVm("a");
        var paused = dc.runningVm("b");
        dc.succeeded(dc.act(paused, "pause"));
        var tried = rolls.plan(Map.of("canaryHostId", id("c")));
        assertThat(tried.get("wouldSucceed").asBoolean()).as("%s", tried).isTrue();
        var hosts = tried.at("/plan/hosts");
        assertThat(hosts.get(0).get("hostId").asString()).isEqualTo(id("c"));
        assertThat(hosts.get(0).get("canary").asBoolean()).isTrue();
        var a = hosts.valueStream()
                .filter(host -> host.get("hostId").asString().equals(id("a")))
                .findFirst()
                .orElseThrow();
        assertThat(a.get("vmCount").asInt()).isEqualTo(2);
        assertThat(a.get("moveCount").asInt()).isEqualTo(2);
        assertThat(a.get("seconds").asDouble()).isPositive();
        var b = hosts.valueStream()
                .filter(host -> host.get("hostId").asString().equals(id("b")))
                .findFirst()
                .orElseThrow();
        assertThat(b.get("blockedCount").asInt()).isEqualTo(1);
        assertThat(b.get("blocker").asString()).contains("paused");
        assertThat(tried.at("/plan/seconds").asDouble())
                .isGreaterThanOrEqualTo(a.get("seconds").asDouble());
        assertThat(tried.at("/plan/leftOut")).isEmpty();
        assertThat(dc.get("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances")
                        .get("totalCount")
                        .asInt())
                .isZero();
        var refused = rolls.plan(Map.of("action", "REBOOT"));
        assertThat(refused.at("/violations/0/code").asString())
                .as("%s", refused)
                .isEqualTo("POWER_NOT_CONFIGURED");
    }

    @Test
    void whoCannotTakePartIsListedWithTheReason() {
        var theirs = desk.enter("a", Map.of());
        desk.awaitState(theirs, "IN_MAINTENANCE");
        var tried = rolls.plan(Map.of());
        assertThat(tried.at("/plan/leftOut/0/hostId").asString())
                .as("%s", tried)
                .isEqualTo(id("a"));
        assertThat(tried.at("/plan/leftOut/0/reason").asString()).contains("IN_MAINTENANCE");
        var done = rolls.awaitState(rolls.begun(Map.of()), "SUCCEEDED");
        assertThat(done.at("/hosts/2/hostId").asString()).as("%s", done).isEqualTo(id("a"));
        assertThat(done.at("/hosts/2/state").asString()).isEqualTo("SKIPPED");
        assertThat(done.at("/hosts/2/reason").asString()).contains("Left out from the beginning", "IN_MAINTENANCE");
        assertThat(RollingDesk.attention(done))
                .as("it is in maintenance for somebody else")
                .isEmpty();
        assertThat(desk.get(theirs).get("state").asString()).isEqualTo("IN_MAINTENANCE");
    }

    /** 26 GiB on each of three hosts survive the failure of one; with one out they would not. */
    @Test
    void aHostWithoutWhichHaWouldNotCoverTheClusterWaitsUnlessThatIsIgnored() throws Exception {
        try (var _ = HaHost.of(manager, dc, "a");
                var _ = HaHost.of(manager, dc, "b");
                var _ = HaHost.of(manager, dc, "c")) {
            HaHost.turnOn(manager.admin(), dc, "WARN");
            for (var host : List.of("a", "b", "c")) {
                var more = Map.<String, Object>of(
                        "memoryMiB", 26 * 1024, "hostId", id(host), "ha", Map.of("protected", true));
                var task = dc.post("/api/v1/vms", dc.vmRequest(true, more)).header("location");
                dc.succeeded(task.substring(task.lastIndexOf('/') + 1));
            }
            var tried = rolls.plan(Map.of("hostIds", List.of(id("a"))));
            assertThat(tried.at("/plan/ha/survivable").asBoolean())
                    .as("%s", tried)
                    .isFalse();
            assertThat(tried.at("/plan/hosts/0/waits").asBoolean()).isTrue();
            var ignoring = rolls.plan(Map.of("hostIds", List.of(id("a")), "ignoreHaCoverage", true));
            assertThat(ignoring.at("/plan/hosts/0/waits").asBoolean()).isFalse();

            var id = rolls.begun(Map.of("hostIds", List.of(id("a"))));
            var waits =
                    rolls.await(id, rolling -> !RollingDesk.attention(rolling).isEmpty());
            assertThat(RollingDesk.attention(waits)).contains("HA would not cover the cluster without it");
            assertThat(waits.at("/hosts/0/state").asString()).isEqualTo("WAITING");
            calledOff(id);

            var other = rolls.begun(Map.of("hostIds", List.of(id("a")), "ignoreHaCoverage", true));
            rolls.await(
                    other, rolling -> !rolling.at("/hosts/0/state").asString().equals("WAITING"));
            calledOff(other);
        }
    }

    private void calledOff(String id) {
        rolls.act(id, "cancel", Map.of());
        rolls.awaitState(id, "CANCELLED");
    }

    /** The known gap: the way out of a drain that was called off may take a while. */
    @Test
    void aHostThatIsStillComingBackIsWaitedFor() {
        var stopped = dc.runningVm("a");
        var moving = dc.runningVm("a");
        var hold = new CountDownLatch(1);
        dc.host("a").on(MIGRATE_VM).waitsFor(hold).times(1);
        var back = new CountDownLatch(1);
        List.of("a", "b", "c")
                .forEach(host -> dc.host(host).on(START_VM).waitsFor(back).times(1));
        var theirs = desk.enter("a", Map.of("choices", Map.of(stopped.toString(), "STOP")));
        desk.awaitVm(theirs, stopped, "STOPPED");
        desk.awaitVm(theirs, moving, "MOVING");
        desk.act(theirs, "cancel", Map.of());
        hold.countDown();
        desk.awaitState(theirs, "LEAVING");
        var id = rolls.begun(Map.of("hostIds", List.of(id("a"))));
        var waits = rolls.await(id, rolling -> !RollingDesk.attention(rolling).isEmpty());
        assertThat(RollingDesk.attention(waits)).contains("coming back into use");
        assertThat(RollingDesk.is(waits, "RUNNING")).isTrue();
        back.countDown();
        rolls.awaitState(id, "SUCCEEDED");
    }

    @Test
    void actionsAreOfferedToThoseWhoMayDoThem() throws Exception {
        var theirs = desk.enter("a", Map.of());
        desk.awaitState(theirs, "IN_MAINTENANCE");
        var id = rolls.begun(Map.of("hostIds", List.of(id("b"))));
        var viewer = manager.as(Role.VIEWER);
        for (var path : List.of("/api/v1/maintenances/" + theirs, "/api/v1/rolling-maintenances/" + id)) {
            assertThat(viewer.get(path).json().get("allowedActions")).as(path).isEmpty();
        }
        assertThat(desk.get(theirs).get("allowedActions").toString()).contains("exit");
        rolls.awaitState(id, "SUCCEEDED");
    }
}
