package io.atoll.manager.dpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.manager.testing.Deaths;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.model.VmId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The manager dies before writes of a host's way to sleep and back in turn: the next leader goes on, the host's VM moves once, its
 * power is switched once each way, and the host ends in use.
 */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpmDeathsTest {
    private final ManagerUnderTest manager;
    private Deaths deaths;
    private PowerSavingDesk desk;
    private VmId vm;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    DpmDeathsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() throws Exception {
        deaths = new Deaths(manager);
        desk = new PowerSavingDesk(manager);
        vm = desk.dc.runningVm("a");
    }

    @AfterEach
    void calm() {
        deaths.calm();
    }

    @AfterAll
    void close() {
        desk.close();
    }

    @Test
    void everyManagerDiesAfterAFewWritesAndTheHostSleepsAndWakes() {
        assertThat(deaths.afterEveryFew(9, this::thereAndBack)).as("deaths").isGreaterThanOrEqualTo(5);
    }

    @Test
    @Tag("schedules")
    void atEachWriteOfTheWayToSleepAndBack() {
        deaths.beforeEachWrite(this::thereAndBack);
    }

    private void thereAndBack(Runnable death) {
        desk.set("RECOMMEND");
        desk.roundsUntil(() -> desk.get().at("/status/openRecommendations").asInt() == 1);
        var open = desk.dc
                .get(desk.path("/recommendations?filter=state%20%3D%3D%20%22OPEN%22"))
                .at("/items/0/id")
                .asString();
        if (!desk.dc.runsOn(vm).equals(desk.dc.host("b").id())) {
            desk.dc.succeeded(desk.dc.migrate(vm, "b"));
        }
        var moved = desk.dc.host("b").done(OperationCase.MIGRATE_VM);
        var orders = orders();
        death.run();
        desk.dc.succeeded(PowerSavingDesk.task(
                desk.dc.post(desk.path("/recommendations/" + open + "/actions/accept"), Map.of())));
        assertThat(desk.state("b")).isEqualTo("ASLEEP");
        assertThat(desk.dc.host("b").done(OperationCase.MIGRATE_VM) - moved)
                .as("it moves once")
                .isEqualTo(1);
        assertThat(desk.dc.runsOn(vm)).isEqualTo(desk.dc.host("a").id());
        desk.dc.succeeded(PowerSavingDesk.task(
                desk.dc.post(desk.path("/hosts/" + desk.dc.host("b").id() + "/actions/wake"), Map.of())));
        deaths.calm();
        desk.awaitState("b", "AWAKE");
        desk.dc.awaitReady(desk.dc.host("b"));
        assertThat(orders() - orders).as("orders to switch").isBetween(2L, 4L);
        assertThat(desk.dc.get(desk.host("b")).at("/status/maintenance").isNull())
                .isTrue();
        desk.dc.checkInvariants(vm);
    }

    /** An order whose giver died may be given again. */
    private long orders() {
        return desk.controller.requests().stream()
                .filter(request -> request.contains("POST") && request.contains("Reset"))
                .count();
    }
}
