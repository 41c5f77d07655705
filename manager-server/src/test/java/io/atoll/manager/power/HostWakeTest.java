package io.atoll.manager.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.identity.Role;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Waking hosts: who can be woken, who said so, and what is told of one that stays away. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostWakeTest {
    private static final int SHORT_SECONDS = 5;
    private static final int CRASH_IN_THE_MIDDLE = 9;
    /** Longer than Wake-on-LAN wants a host to be silent. */
    private static final Duration SILENCE_THAT_COUNTS = Duration.ofSeconds(21);

    private final ManagerUnderTest manager;
    private PowerDesk desk;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    HostWakeTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        desk = new PowerDesk(manager);
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @BeforeEach
    void anew() throws Exception {
        desk.anew();
    }

    @Test
    void aHostThatNeverWakesIsToldWithNumbers() throws Exception {
        desk.put("a", desk.with("wakeSeconds", SHORT_SECONDS));
        desk.dc.host("a").hostDies();
        desk.controller.says("Off");
        var failed = desk.dc.failed(desk.act("a", "power-on", Map.of()), "HOST_NOT_AWAKE");
        assertThat(failed.at("/failure/detail").asString())
                .contains("after %d s".formatted(SHORT_SECONDS), "127.0.0.1", "power state is On");
    }

    @Test
    void wakeOnLanShutsDownThroughTheAgentAndProvesNothing() throws Exception {
        desk.put(
                "a",
                Map.of(
                        "kind",
                        "WAKE_ON_LAN",
                        "address",
                        "127.0.0.1",
                        "mac",
                        "02-00-5E-10-00-0A",
                        "shutdownSeconds",
                        60));
        assertThat(desk.power("a").get("provesOff").asBoolean()).isFalse();
        desk.dc.failed(desk.act("a", "power-off", Map.of("mode", "FORCE")), "POWER_ORDER_REFUSED");

        desk.dc.host("a").on(OperationCase.SHUT_DOWN_HOST).refuses("HOST_CANNOT_SHUT_DOWN", "nobody said how");
        var refused = desk.dc.failed(desk.act("a", "power-off", Map.of()), "POWER_ORDER_REFUSED");
        assertThat(refused.at("/failure/detail").asString()).contains("nobody said how");

        desk.dc.host("a").on(OperationCase.SHUT_DOWN_HOST).hostDiesBefore(desk.dc.host("a"));
        var task = desk.act("a", "power-off", Map.of());
        await().atMost(Datacenter.LONG)
                .untilAsserted(
                        () -> assertThat(desk.dc.get("/api/v1/tasks/" + task).toString())
                                .contains("agent is silent"));
        manager.bean(MovableClock.class).forward(SILENCE_THAT_COUNTS);
        var off = desk.dc.succeeded(task).get("result");
        assertThat(off.get("state").asString()).isEqualTo("UNKNOWN");
        assertThat(off.get("haTold").asBoolean()).isFalse();
        assertThat(off.get("proved").asBoolean()).isFalse();
        desk.dc.failed(desk.act("a", "power-off", Map.of()), "AGENT_UNREACHABLE");
    }

    private String testWake(String host) {
        var accepted = desk.dc.post(desk.path(host) + "/power/actions/test-wake", Map.of("mode", "FORCE"));
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.json().at("/metadata/id").asString();
    }

    @Test
    void aHostThatCameBackIsCountedOnAndOneThatDidNotIsNot() throws Exception {
        desk.put("a", desk.redfish());
        assertThat(desk.power("a").at("/wake/reason").asString()).isEqualTo("NEVER_WOKEN");
        desk.whenOff(desk.dc.host("a"));
        var woke = testWake("a");
        desk.dc.succeeded(woke);
        var known = desk.power("a").get("wake");
        assertThat(known.get("wakeable").asBoolean()).isTrue();
        assertThat(known.get("learnedFrom").asInt()).isEqualTo(1);
        assertThat(known.at("/attempts/0/seconds").asLong())
                .isEqualTo(known.get("learnedSeconds").asLong());
        assertThat(known.at("/attempts/0/test").asBoolean()).isTrue();

        desk.put("a", desk.with("wakeSeconds", SHORT_SECONDS));
        assertThat(desk.power("a").at("/wake/wakeable").asBoolean())
                .as("the same control with other limits")
                .isTrue();
        desk.controller.onReset(type -> {
            desk.controller.obey(type);
            desk.dc.host("a").hostDies();
        });
        var failed = testWake("a");
        desk.dc.failed(failed, "HOST_NOT_AWAKE");
        var after = desk.power("a").get("wake");
        assertThat(after.get("wakeable").asBoolean()).isFalse();
        assertThat(after.get("reason").asString()).isEqualTo("LAST_WAKE_FAILED");
        assertThat(after.at("/attempts/0/taskId").asString()).isEqualTo(failed);
        assertThat(after.at("/attempts/0/failure/code").asString()).isEqualTo("HOST_NOT_AWAKE");
        assertThat(after.at("/attempts/1/taskId").asString()).isEqualTo(woke);

        var api = manager.bean(HostPower.class).facts(desk.dc.host("a").id()).orElseThrow();
        assertThat(api.wakeability())
                .isInstanceOfSatisfying(
                        Wakeability.NotWakeable.class,
                        no -> assertThat(no.reason()).isEqualTo(Wakeability.Reason.LAST_WAKE_FAILED));
    }

    @Test
    void onlyAnEmptyHostIsTestedForWaking() throws Exception {
        desk.put("b", desk.redfish());
        var vm = desk.dc.runningVm("b");
        var refused = desk.dc.post(desk.path("b") + "/power/actions/test-wake", Map.of());
        assertThat(refused.code()).isEqualTo("HOST_IN_USE");
        var tried = desk.dc.post(desk.path("b") + "/power/actions/test-wake?dryRun=true", Map.of());
        assertThat(tried.json().get("wouldSucceed").asBoolean()).isFalse();
        assertThat(desk.power("b").at("/wake/attempts"))
                .as("VMs tell nothing of waking")
                .isEmpty();
        desk.dc.succeeded(desk.dc.act(vm, "stop"));
        assertThat(manager.as(Role.VIEWER)
                        .post(desk.path("b") + "/power/actions/test-wake", Map.of())
                        .status())
                .isEqualTo(403);
    }

    /** The manager dies between two writes of the task; its successor carries on, and the wake is in the book once. */
    @Test
    void aWakeTestOutlivesItsManager() throws Exception {
        desk.put("a", desk.redfish());
        desk.whenOff(desk.dc.host("a"));
        var fence = manager.bean(CrashingFence.class);
        int deaths = fence.crashes();
        fence.crashAtWrite(CRASH_IN_THE_MIDDLE);
        var task = "";
        try {
            task = testWake("a");
            desk.dc.succeeded(task);
        } finally {
            fence.calm();
        }
        assertThat(fence.crashes()).as("the manager really died").isEqualTo(deaths + 1);
        desk.dc.awaitReady(desk.dc.host("a"));
        var known = desk.power("a").get("wake");
        assertThat(known.get("wakeable").asBoolean()).isTrue();
        assertThat(known.get("attempts").findValuesAsString("taskId")).containsOnlyOnce(task);
    }

    @Test
    void aControlThatIsAnothersIsFoundOutWhenItShallWake() throws Exception {
        desk.put("a", desk.redfish());
        desk.controller.says("Off");
        desk.dc.failed(desk.act("a", "power-on", Map.of()), "POWER_CONTRADICTED");
        assertThat(desk.power("a").at("/wake/reason").asString()).isEqualTo("LAST_WAKE_FAILED");
    }
}
