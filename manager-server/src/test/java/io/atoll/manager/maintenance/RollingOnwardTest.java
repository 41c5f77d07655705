package io.atoll.manager.maintenance;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.RUN_HOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.HookResult;
import io.atoll.manager.power.FakeRedfish;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a rolling maintenance goes on after a host has failed in it: tried again, left out, or called off. */
@ManagerTest
class RollingOnwardTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private MaintenanceDesk desk;
    private RollingDesk rolls;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    RollingOnwardTest(ManagerUnderTest manager) {
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

    private String power(String host) {
        return "/api/v1/hosts/" + id(host) + "/power";
    }

    /** A set whose hook has failed on a. */
    private String stoppedAtA(String... hosts) {
        var ended = HookResult.newBuilder().setExitCode(3).addOutputLines("no device");
        dc.host("a").on(RUN_HOOK).answers(Done.newBuilder().setHook(ended).build());
        var ids = List.of(hosts).stream().map(this::id).toList();
        var id = rolls.begun(Map.of("action", "HOOK", "hook", "firmware", "hostIds", ids));
        rolls.awaitState(id, "STOPPED");
        return id;
    }

    @Test
    void anActionThatIsRefusedIsBegunOnceMoreAndTheHostIsNotEmptiedAgain() throws Exception {
        try (var controller = FakeRedfish.onLoopback()) {
            controller.onReset(type -> {
                controller.obey(type);
                if (type.equals("On")) {
                    dc.host("a").start();
                } else {
                    dc.host("a").hostDies();
                }
            });
            assertThat(dc.api().put(power("a"), controller.control()).status()).isEqualTo(200);
            dc.runningVm("a");
            var hold = new CountDownLatch(1);
            dc.host("a").on(MIGRATE_VM).waitsFor(hold).times(1);
            var id = rolls.begun(Map.of("action", "REBOOT", "hostIds", List.of(id("a"))));
            rolls.await(id, rolling -> rolling.at("/hosts/0/state").asString().equals("ENTERING"));
            assertThat(dc.api().delete(power("a")).status()).isLessThan(300);
            hold.countDown();
            var stopped = rolls.awaitState(id, "STOPPED");
            assertThat(stopped.at("/hosts/0/failedIn").asString())
                    .as("%s", stopped)
                    .isEqualTo("ACTING");
            assertThat(stopped.at("/hosts/0/doing").asString()).isEqualTo("REBOOTING");
            assertThat(RollingDesk.attention(stopped)).contains("Nobody has said how the power");

            assertThat(dc.api().put(power("a"), controller.control()).status()).isEqualTo(200);
            rolls.act(id, "resume", Map.of());
            var done = rolls.awaitState(id, "SUCCEEDED");
            assertThat(done.at("/hosts/0/state").asString()).as("%s", done).isEqualTo("DONE");
            assertThat(desk.shownWith("a").isNull()).isTrue();
            dc.checkInvariants();
        }
    }

    @Test
    void rebootsAreRefusedFromTheBeginningNamingTheHostsThatNothingCanReboot() {
        var refused = rolls.begin(Map.of("action", "REBOOT", "hostIds", List.of(id("a"), id("b"))));
        assertThat(refused.code()).as("%s", refused).isEqualTo("POWER_NOT_CONFIGURED");
        assertThat(refused.text()).contains("2 of the 2 hosts have no power control");
        assertThat(refused.json().at("/causes/1/host").asString())
                .isEqualTo(
                        dc.get("/api/v1/hosts/" + id("b")).at("/metadata/name").asString());
    }

    @Test
    void aHostThatIsLeftOutWhileItIsInMaintenanceCountsAsOutUntilSomebodyTakesItBack() {
        var id = stoppedAtA("a", "b");
        rolls.act(id, "resume", Map.of("skipFailed", true));
        var waiting = rolls.await(
                id,
                rolling -> rolls.task(rolling)
                        .at("/progress/detail")
                        .asString()
                        .contains("left out but still in maintenance"));
        assertThat(RollingDesk.attention(waiting)).contains("still in maintenance", "of at most 1", "cancel");
        assertThat(waiting.at("/hosts/0/state").asString()).isEqualTo("SKIPPED");
        assertThat(waiting.at("/hosts/0/reason").asString()).contains("exit code 3", "counts as out");
        assertThat(waiting.at("/hosts/1/state").asString())
                .as("at most one is out")
                .isEqualTo("WAITING");
        dc.succeeded(desk.exit("a", Map.of()));
        var done = rolls.awaitState(id, "SUCCEEDED");
        assertThat(done.at("/hosts/1/state").asString()).isEqualTo("DONE");
        assertThat(RollingDesk.attention(done)).isEmpty();
    }

    @Test
    void theEndNamesAHostThatStaysInMaintenance() {
        var id = stoppedAtA("a");
        rolls.act(id, "resume", Map.of("skipFailed", true));
        var done = rolls.awaitState(id, "SUCCEEDED");
        assertThat(RollingDesk.attention(done)).contains("still in maintenance", "Take it back into use");
        assertThat(rolls.task(done).at("/result/stillInMaintenance/0").asString())
                .isEqualTo(done.at("/hosts/0/hostName").asString());
        assertThat(desk.shownWith("a").get("state").asString()).isEqualTo("IN_MAINTENANCE");
        dc.succeeded(desk.exit("a", Map.of()));
    }

    @Test
    void callingItOffTakesBackAlsoAHostThatWasLeftOut() {
        var id = stoppedAtA("a", "b");
        rolls.act(id, "resume", Map.of("skipFailed", true));
        rolls.act(id, "cancel", Map.of());
        rolls.awaitState(id, "CANCELLED");
        assertThat(desk.shownWith("a").isNull()).isTrue();
    }

    @Test
    void aHostThatSomebodyTookBackIsNotActedOnButEmptiedAgain() {
        var id = stoppedAtA("a");
        dc.succeeded(desk.exit("a", Map.of()));
        rolls.act(id, "resume", Map.of());
        var done = rolls.awaitState(id, "SUCCEEDED");
        assertThat(done.at("/hosts/0/state").asString()).isEqualTo("DONE");
        assertThat(dc.get("/api/v1/maintenances?filter=hostId%20%3D%3D%20%22" + id("a") + "%22")
                        .get("totalCount")
                        .asInt())
                .as("it was in maintenance twice")
                .isEqualTo(2);
    }
}
