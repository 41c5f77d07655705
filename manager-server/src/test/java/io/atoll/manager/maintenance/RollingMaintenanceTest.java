package io.atoll.manager.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ApiClient;
import io.atoll.manager.testing.CrashingFence;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
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

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    RollingMaintenanceTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() {
        dc = Datacenter.of(manager, 3);
        desk = new MaintenanceDesk(dc);
    }

    @AfterEach
    void close() {
        manager.bean(CrashingFence.class).calm();
        dc.close();
    }

    private ApiClient.Answer begin(Map<String, ?> body) {
        return dc.post("/api/v1/clusters/" + dc.cluster() + "/rolling-maintenances", body);
    }

    private String begun(Map<String, ?> body) {
        var answer = begin(body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().at("/objects/1/id").asString();
    }

    private JsonNode get(String id) {
        return dc.get("/api/v1/rolling-maintenances/" + id);
    }

    private JsonNode await(String id, Predicate<JsonNode> wanted) {
        var last = new JsonNode[1];
        Awaitility.await("rolling maintenance " + id)
                .atMost(Datacenter.LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    last[0] = get(id);
                    return wanted.test(last[0]);
                });
        return last[0];
    }

    private static boolean is(JsonNode rolling, String state) {
        return rolling.get("state").asString().equals(state);
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
        var id = begun(Map.of("canaryHostId", id("c")));
        var done = await(id, rolling -> is(rolling, "SUCCEEDED"));
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
        var id = begun(Map.of("hostIds", List.of(id("a"), id("b"))));
        var stopped = await(id, rolling -> is(rolling, "STOPPED"));
        assertThat(stopped.get("attention").asString()).contains("cannot leave").contains("paused");
        assertThat(stopped.at("/hosts/1/state").asString()).as("%s", stopped).isEqualTo("WAITING");
        assertThat(desk.shownWith("a").isNull()).as("no half-done state").isTrue();
        var refused = begin(Map.of());
        assertThat(refused.code()).as("%s", refused).isEqualTo("MAINTENANCE_WRONG_STATE");
        var more = dc.post("/api/v1/rolling-maintenances/" + id + "/actions/resume", Map.of("skipFailed", true));
        assertThat(more.status()).as("%s", more).isEqualTo(200);
        var done = await(id, rolling -> is(rolling, "SUCCEEDED"));
        assertThat(done.at("/hosts/0/state").asString()).isEqualTo("SKIPPED");
        assertThat(done.at("/hosts/1/state").asString()).isEqualTo("DONE");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(begin(Map.of("maxHostsOut", 3)).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(begin(Map.of("canaryHostId", "01a21e69-a278-705b-960e-66311c632810"))
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(begin(Map.of("action", "EXPLODE")).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(begin(Map.of("hostIds", List.of("01a21e69-a278-705b-960e-66311c632810")))
                        .code())
                .isEqualTo("HOST_NOT_FOUND");
    }
}
