package io.atoll.manager.maintenance;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A drain for which another VM must move first (purpose MAKE_ROOM). Hosts have 64 GiB: the VM of a, 34 GiB, finds no room before the
 * small one of b has moved to c, and no other one could.
 */
@ManagerTest
class MakingRoomTest {
    private static final int GIB = 1024;

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private MaintenanceDesk desk;
    private VmId small;
    private VmId leaving;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    MakingRoomTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() {
        dc = Datacenter.of(manager, 3);
        desk = new MaintenanceDesk(dc);
        leaving = desk.runningVm("a", 34 * GIB);
        small = desk.runningVm("b", 12 * GIB);
        desk.runningVm("b", 20 * GIB);
        desk.runningVm("c", 46 * GIB);
    }

    @AfterEach
    void close() {
        dc.close();
    }

    @Test
    void aMoveToMakeRoomThatFailsOnceIsTriedAgain() {
        dc.host("b").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").times(1);
        var id = desk.enter("a", Map.of());
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(desk.vm(id, small).get("purpose").asString()).isEqualTo("MAKE_ROOM");
        assertThat(desk.vm(id, small).get("state").asString()).isEqualTo("MOVED");
        assertThat(desk.vm(id, small).get("attempts").asInt()).isEqualTo(2);
        assertThat(dc.runsOn(leaving)).isEqualTo(dc.host("b").id());
        dc.succeeded(desk.exit("a", Map.of("bringHome", "NO")));
        dc.checkInvariants();
    }

    @Test
    void oneThatFailedOftenEnoughIsTriedOnceMoreWhenSomebodyWantsThat() {
        dc.host("b").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").times(3);
        var id = desk.enter("a", Map.of());
        var stuck = desk.await(id, one -> !one.get("attention").asString().isEmpty());
        assertThat(desk.vm(id, small).get("state").asString()).isEqualTo("FAILED");
        assertThat(stuck.get("attention").asString())
                .as("who only makes room is not counted")
                .contains("1 of 1 VMs cannot leave");
        assertThat(desk.get(id).at("/progress/needSomebody").asInt()).isEqualTo(1);
        var refused =
                dc.post("/api/v1/maintenances/" + id + "/vms/" + small + "/actions/retry", Map.of("choice", "STOP"));
        assertThat(refused.code()).as("%s", refused).isEqualTo("VALIDATION_FAILED");
        desk.again(id, small, Map.of());
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(dc.runsOn(leaving)).isEqualTo(dc.host("b").id());
        dc.succeeded(desk.exit("a", Map.of("bringHome", "NO")));
    }

    /** Making room takes a while; that is no reason to shut the VM down that waits for it. */
    @Test
    void whoWaitsForRoomThatIsBeingMadeIsNotShutDown() {
        dc.host("b").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").times(2);
        var id = desk.enter("a", Map.of("stopRemaining", true));
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(desk.vm(id, leaving).get("state").asString()).isEqualTo("MOVED");
        dc.succeeded(desk.exit("a", Map.of("bringHome", "NO")));
    }
}
