package io.atoll.manager.dpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.power.FakeRedfish;
import io.atoll.manager.task.TaskState;
import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A cluster of two hosts that saves power; host b has a management controller that kills it and boots it, and has been seen to wake.
 */
final class PowerSavingDesk implements AutoCloseable {
    static final int IDLE_WATTS = 90;
    private static final int MOST_MINUTES = 20;
    private static final Duration POLL = Duration.ofMillis(50);

    final Datacenter dc;
    final FakeRedfish controller;
    private final ManagerUnderTest manager;
    private final String dpm;

    PowerSavingDesk(ManagerUnderTest manager) throws Exception {
        this.manager = manager;
        dc = Datacenter.of(manager, 2);
        dpm = "/api/v1/clusters/" + dc.cluster() + "/dpm";
        controller = FakeRedfish.onLoopback();
        controller.says("On");
        controller.onReset(this::obey);
        // What it draws is what somebody has set: this controller measures nothing.
        controller.at("/redfish/v1/Chassis/1", 404, "{}");
        ok(dc.api().put(host("b") + "/power", redfish()));
        ok(dc.api().put(host("b") + "/power/model", Map.of("idleWatts", IDLE_WATTS, "fullWatts", 200)));
        dc.succeeded(task(dc.post(host("b") + "/power/actions/test-wake", Map.of("mode", "FORCE"))));
    }

    private Map<String, Object> redfish() throws Exception {
        var control = controller.control();
        control.putAll(Map.of("switchSeconds", 5, "shutdownSeconds", 5, "wakeSeconds", 60));
        return control;
    }

    /** The host dies when its controller cuts its power, and comes back when it is switched on. */
    private void obey(String type) {
        controller.obey(type);
        if (type.equals("On")) {
            dc.host("b").start();
        } else {
            dc.host("b").hostDies();
        }
    }

    String host(String name) {
        return "/api/v1/hosts/" + dc.host(name).id();
    }

    String path(String more) {
        return dpm + more;
    }

    static ApiClient.Answer ok(ApiClient.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    static String task(ApiClient.Answer accepted) {
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.json().at("/metadata/id").asString();
    }

    ApiClient.Answer patch(Map<String, Object> spec) {
        try {
            return dc.api().patch(dpm, Map.of("spec", spec));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The shortest windows there are. */
    void set(String mode) {
        ok(patch(Map.of("mode", mode, "wakeMinutes", 1, "parkMinutes", 1, "minimumUpMinutes", 0)));
    }

    JsonNode get() {
        return dc.get(dpm);
    }

    JsonNode round() {
        return ok(dc.post(dpm + "/actions/run", Map.of())).json();
    }

    /** Two rounds, each more than the shortest window after the one before. */
    void twoRounds() {
        for (var minute = 0; minute < 2; minute++) {
            aMinutePasses();
            round();
        }
    }

    void roundsUntil(BooleanSupplier wanted) {
        for (var minute = 0; minute < MOST_MINUTES; minute++) {
            aMinutePasses();
            round();
            if (wanted.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("After %d rounds: %s".formatted(MOST_MINUTES, dc.get(dpm + "/hosts")));
    }

    private void aMinutePasses() {
        dc.timePasses(Duration.ofSeconds(61));
    }

    String state(String name) {
        return view(name).get("state").asString();
    }

    /** How this controller is spoken to, with so much patience for a host that wakes. */
    void wakeSeconds(int seconds) throws Exception {
        var control = new HashMap<>(redfish());
        control.put("wakeSeconds", seconds);
        ok(dc.api().put(host("b") + "/power", control));
    }

    /** What was switched off stays off. */
    void neverWakes() {
        controller.onReset(type -> {
            controller.obey(type);
            if (!type.equals("On")) {
                dc.host("b").hostDies();
            }
        });
    }

    void obeys() {
        controller.onReset(this::obey);
    }

    JsonNode view(String name) {
        for (var one : dc.get(dpm + "/hosts")) {
            if (one.get("hostId").asString().equals(dc.host(name).id().toString())) {
                return one;
            }
        }
        throw new AssertionError("Host %s is not there.".formatted(name));
    }

    JsonNode awaitHost(String name, Predicate<JsonNode> wanted) {
        var last = new JsonNode[1];
        await("host " + name).atMost(Datacenter.LONG).pollInterval(POLL).until(() -> {
            last[0] = view(name);
            return wanted.test(last[0]);
        });
        return last[0];
    }

    JsonNode awaitState(String name, String state) {
        return awaitHost(name, host -> host.get("state").asString().equals(state));
    }

    /** Everybody is awake, nothing is decided by itself, and this VM is on host a. */
    void everybodyAwake(VmId anchor) {
        ok(patch(Map.of("mode", "OFF", "excludedHostIds", List.of(), "schedule", List.of())));
        obeys();
        forgive();
        round();
        awaitState("b", "AWAKE");
        dc.awaitReady(dc.host("b"));
        dc.awaitReady(dc.host("a"));
        dc.awaitState(anchor, "RUNNING");
        if (!dc.runsOn(anchor).equals(dc.host("a").id())) {
            dc.succeeded(dc.migrate(anchor, "a"));
        }
    }

    /** As if the time for which a host is left alone after a failure was over. */
    private void forgive() {
        manager.bean(JdbcClient.class).sql("delete from dpm_host_trouble").update();
    }

    /** Host b sleeps. */
    void park() {
        set("APPLY");
        roundsUntil(() -> !List.of("AWAKE", "AWAY").contains(state("b")));
        awaitState("b", "ASLEEP");
        awaitNoTask("dpm.park");
    }

    /** The host sleeps a moment before the task that saw to it has ended, and until then it holds the host. */
    private void awaitNoTask(String kind) {
        await(kind + " ended").atMost(Datacenter.LONG).until(() -> {
            for (var task : dc.get("/api/v1/tasks?limit=100&sort=-createdAt").get("items")) {
                if (task.get("kind").asString().equals(kind)
                        && !TaskState.valueOf(task.get("state").asString()).ended()) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void close() {
        controller.close();
        dc.close();
    }
}
