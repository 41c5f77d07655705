package io.atoll.manager.maintenance;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.SHUTDOWN_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.STOP_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A host on its way into maintenance and out of it. Hosts have 64 GiB. */
@ManagerTest
class MaintenanceTest {
    private static final int MOST_OF_A_HOST_MIB = 40 * 1024;

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private MaintenanceDesk desk;

    @SuppressWarnings("NullAway.Init") // @BeforeEach
    MaintenanceTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeEach
    void open() {
        dc = Datacenter.of(manager, 3);
        desk = new MaintenanceDesk(dc);
    }

    @AfterEach
    void close() {
        dc.close();
    }

    private void rule(String kind, VmId... vms) {
        var answer = dc.post(
                "/api/v1/clusters/" + dc.cluster() + "/rules",
                Map.of(
                        "name",
                        manager.unique("rule"),
                        "spec",
                        Map.of(
                                "kind",
                                kind,
                                "enforcement",
                                "MUST",
                                "vmIds",
                                List.of(vms).stream().map(VmId::toString).toList())));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    @Test
    void aHostIsEmptiedProvedEmptyAndTakenBack() {
        var vms = new ArrayList<VmId>();
        for (var i = 0; i < 5; i++) {
            vms.add(dc.runningVm("a"));
        }
        var plan = desk.plan("a", Map.of());
        assertThat(plan.get("wouldSucceed").asBoolean()).as("%s", plan).isTrue();
        assertThat(plan.at("/plan/vms").size()).isEqualTo(5);
        assertThat(plan.at("/plan/moveCount").asInt()).isEqualTo(5);
        assertThat(plan.at("/plan/bytes").asLong()).isEqualTo((5L * 256) << 20);
        assertThat(plan.at("/plan/vms/0/targetHostName").asString()).isNotEmpty();
        assertThat(plan.at("/plan/estimate/basis").asString())
                .as("nobody has moved here yet")
                .isEqualTo("ASSUMED");
        assertThat(desk.shownWith("a").isNull()).as("a dry run changes nothing").isTrue();

        var id = desk.enter("a", Map.of("note", "new memory", "maxParallel", 2));
        var there = desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(there.get("safeToPowerOff").asBoolean()).as("%s", there).isTrue();
        assertThat(there.get("proof").size()).isEqualTo(6);
        assertThat(there.at("/progress/left").asInt()).isEqualTo(5);
        assertThat(there.at("/progress/longestPauseMs").asLong()).isEqualTo(40);
        vms.forEach(vm -> assertThat(dc.runsOn(vm)).isNotEqualTo(dc.host("a").id()));
        assertThat(dc.get("/api/v1/vms/" + vms.getFirst() + "/placement").toString())
                .as("why it is where it is")
                .contains("Maintenance: the host it was on is being emptied, asked for by ");
        assertThat(dc.host("a").commands(MIGRATE_VM))
                .allMatch(command -> command.getMigrateVm().getDowntimeLimitMs() == 300);
        assertThat(desk.shownWith("a").get("note").asString()).isEqualTo("new memory");
        var refused = dc.post(
                "/api/v1/vms/" + vms.getFirst() + "/actions/migrate",
                Map.of("targetHostId", dc.host("a").id().toString()));
        assertThat(refused.code()).as("nobody may come: %s", refused).isEqualTo("PLACEMENT_NO_HOST");
        assertThat(refused.text()).contains("is in maintenance", "Take ").doesNotContain("has not said");

        dc.succeeded(desk.exit("a", Map.of()));
        var left = desk.awaitState(id, "LEFT");
        assertThat(left.get("endedAt").isNull()).isFalse();
        assertThat(left.get("safeToPowerOff").asBoolean())
                .as("it is in use again")
                .isFalse();
        assertThat(desk.shownWith("a").isNull()).isTrue();
        dc.checkInvariants();
    }

    @Test
    void whatCannotLeaveIsRefusedWithFiguresAndItsChoices() {
        var large = desk.runningVm("a", MOST_OF_A_HOST_MIB);
        desk.runningVm("b", MOST_OF_A_HOST_MIB);
        desk.runningVm("c", MOST_OF_A_HOST_MIB);
        var plan = desk.plan("a", Map.of());
        assertThat(plan.get("wouldSucceed").asBoolean()).isFalse();
        assertThat(plan.at("/violations/0/code").asString()).isEqualTo("MAINTENANCE_BLOCKED");
        assertThat(plan.at("/plan/vms/0/blocker").asString())
                .as("%s", plan)
                .contains("40960 MiB needed")
                .contains("free");
        assertThat(plan.at("/plan/vms/0/choices").toString()).contains("STOP").contains("SKIP");
        var refused = desk.ask("a", "enter-maintenance", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("MAINTENANCE_BLOCKED");
        assertThat(refused.json().at("/causes/0/field").asString()).isEqualTo("choices." + large);
        assertThat(manager.bean(JdbcClient.class)
                        .sql(
                                "select count(*) from event where kind = 'maintenance-refusal' and object::text like :cluster")
                        .param("cluster", "%" + dc.cluster() + "%")
                        .query(Integer.class)
                        .single())
                .as("it is an event, and the plan before it is none")
                .isEqualTo(1);
        assertThat(desk.shownWith("a").isNull()).as("no half-done state").isTrue();
        assertThat(dc.runsOn(large)).isEqualTo(dc.host("a").id());

        var id = desk.enter("a", Map.of("choices", Map.of(large.toString(), "STOP")));
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(desk.vm(id, large).get("state").asString()).isEqualTo("STOPPED");
        assertThat(dc.host("a").done(SHUTDOWN_VM)).isEqualTo(1);
        dc.succeeded(desk.exit("a", Map.of()));
        dc.awaitState(large, "RUNNING");
        assertThat(dc.runsOn(large))
                .as("only its own host has room")
                .isEqualTo(dc.host("a").id());
    }

    @Test
    void aVmThatIsLeftOnPurposeMakesTheHostUnsafe() {
        var stays = dc.runningVm("a");
        var paused = dc.runningVm("a");
        dc.succeeded(dc.act(paused, "pause"));
        var blocked = desk.plan("a", Map.of());
        assertThat(blocked.at("/plan/blockedCount").asInt()).as("%s", blocked).isEqualTo(1);
        var id = desk.enter(
                "a",
                Map.of("choices", Map.of(stays.toString(), "SKIP"), "stopRemaining", true, "restartStopped", false));
        var there = desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(there.get("safeToPowerOff").asBoolean()).isFalse();
        assertThat(there.get("proof").toString())
                .contains("owner of " + desk.vm(id, stays).get("vmName").asString());
        assertThat(desk.vm(id, paused).get("state").asString()).isEqualTo("STOPPED");
        assertThat(dc.host("a").done(STOP_VM))
                .as("a paused guest cannot be asked")
                .isEqualTo(1);
        dc.succeeded(dc.migrate(stays, "b"));
        dc.succeeded(
                desk.ask("a", "enter-maintenance", Map.of()).status() == 409
                        ? act(id, "prove")
                        : "expected that a second way in is refused");
        assertThat(desk.get(id).get("safeToPowerOff").asBoolean()).isTrue();
        dc.succeeded(desk.exit("a", Map.of("bringHome", "NO")));
        assertThat(dc.powerState(paused)).isEqualTo("STOPPED");
        assertThat(dc.runsOn(stays)).isEqualTo(dc.host("b").id());
    }

    private String act(String id, String action) {
        var answer = dc.post("/api/v1/maintenances/" + id + "/actions/" + action, Map.of());
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.json().at("/metadata/id").asString();
    }

    @Test
    void oneThatFailsIsTriedAgainThenWaitsForSomebodyWhoTriesOnceMore() {
        var vm = dc.runningVm("a");
        dc.host("a")
                .on(MIGRATE_VM)
                .fails("MIGRATION_FAILED", "the guest writes too fast")
                .times(3);
        var id = desk.enter("a", Map.of());
        desk.awaitVm(id, vm, "FAILED");
        assertThat(desk.vm(id, vm).get("attempts").asInt()).isEqualTo(3);
        var stuck = desk.await(id, one -> !one.get("attention").asString().isEmpty());
        assertThat(stuck.get("attention").asString())
                .contains("1 of 1 VMs cannot leave")
                .contains("writes too fast");
        assertThat(stuck.get("state").asString())
                .as("it waits and does not fail")
                .isEqualTo("ENTERING");
        assertThat(dc.runsOn(vm)).isEqualTo(dc.host("a").id());
        desk.again(id, vm, Map.of());
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(desk.get(id).get("attention").asString()).isEmpty();
        dc.succeeded(desk.exit("a", Map.of()));
    }

    @Test
    void aDrainIsPausedGoesOnAndIsCalledOff() {
        var first = dc.runningVm("a");
        var second = dc.runningVm("a");
        var hold = new CountDownLatch(1);
        dc.host("a").on(MIGRATE_VM).waitsFor(hold).times(1);
        var id = desk.enter("a", Map.of("maxParallel", 1));
        desk.await(id, one -> one.at("/progress/underWay").asInt() == 1);
        desk.act(id, "pause", Map.of());
        hold.countDown();
        var paused = desk.await(id, one -> one.at("/progress/left").asInt() == 1);
        assertThat(paused.get("paused").asBoolean()).isTrue();
        var late = new CountDownLatch(1);
        dc.host("a").on(MIGRATE_VM).waitsFor(late);
        desk.act(id, "resume", Map.of());
        desk.await(id, one -> one.at("/progress/underWay").asInt() == 1);
        desk.act(id, "cancel", Map.of());
        late.countDown();
        var over = desk.awaitState(id, "CANCELLED");
        assertThat(over.at("/progress/underWay").asInt()).isZero();
        assertThat(desk.shownWith("a").isNull()).isTrue();
        assertThat(dc.world().runningAt(first)).hasSize(1);
        assertThat(dc.world().runningAt(second)).hasSize(1);
        dc.succeeded(dc.migrate(dc.runsOn(first).equals(dc.host("a").id()) ? second : first, "a"));
        dc.checkInvariants();
    }

    @Test
    void vmsOfAKeepTogetherRuleLeaveTogether() {
        var one = dc.runningVm("a");
        var other = dc.runningVm("a");
        rule("KEEP_TOGETHER", one, other);
        var id = desk.enter("a", Map.of());
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(dc.runsOn(one))
                .isEqualTo(dc.runsOn(other))
                .isNotEqualTo(dc.host("a").id());
        dc.succeeded(desk.exit("a", Map.of()));
    }

    @Test
    void aPairThatADrainHasTornIsTogetherAgainWhenItIsCalledOff() {
        var one = dc.runningVm("a");
        var other = dc.runningVm("a");
        rule("KEEP_TOGETHER", one, other);
        var hold = new CountDownLatch(1);
        dc.host("a").on(MIGRATE_VM).waitsFor(hold).times(1);
        var id = desk.enter("a", Map.of("maxParallel", 1));
        desk.await(id, now -> now.at("/progress/underWay").asInt() == 1);
        desk.act(id, "pause", Map.of());
        hold.countDown();
        desk.await(id, now -> now.at("/progress/left").asInt() == 1);
        assertThat(dc.runsOn(one)).isNotEqualTo(dc.runsOn(other));
        desk.act(id, "cancel", Map.of("bringHome", "NO"));
        var over = desk.awaitState(id, "LEFT");
        assertThat(dc.runsOn(one)).isEqualTo(dc.runsOn(other));
        var mended = dc.succeeded(over.get("exitTaskId").asString());
        assertThat(mended.at("/result/brokenRules").isEmpty()).as("%s", mended).isTrue();
        assertThat(mended.at("/result/cameHome").asInt()).as("%s", mended).isEqualTo(1);
        dc.checkInvariants();
    }

    @Test
    void aPairOfWhichOneWasLeftIsSaidToStayTornUntilTheHostIsBackAndIsMended() {
        var one = dc.runningVm("a");
        var other = dc.runningVm("a");
        rule("KEEP_TOGETHER", one, other);
        var id = desk.enter("a", Map.of("choices", Map.of(other.toString(), "SKIP")));
        desk.awaitState(id, "IN_MAINTENANCE");
        assertThat(dc.runsOn(one)).isNotEqualTo(dc.runsOn(other));
        var exit = desk.ask("a", "exit-maintenance?dryRun=true", Map.of("bringHome", "NO"))
                .json();
        assertThat(exit.at("/plan/moves").size()).as("%s", exit).isEqualTo(1);
        assertThat(exit.at("/plan/brokenRules").isEmpty()).as("%s", exit).isTrue();
        assertThat(exit.at("/plan/estimate/basis").asString())
                .as("one has just moved: %s", exit)
                .isEqualTo("MEASURED");
        assertThat(exit.at("/plan/moves/0/expectedPauseMs").asLong()).isEqualTo(40);
        dc.host("a").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").always();
        dc.host("b").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").always();
        dc.host("c").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").always();
        var left = dc.succeeded(desk.exit("a", Map.of("bringHome", "NO")));
        assertThat(left.at("/result/brokenRules/0").asString()).as("%s", left).contains("must be together");
    }

    @Test
    void calledOffWithTheWishToBringThemHomeItLeavesThroughTheUsualDoor() {
        var large = desk.runningVm("a", MOST_OF_A_HOST_MIB);
        desk.runningVm("b", MOST_OF_A_HOST_MIB / 2);
        var second = desk.runningVm("a", 4 * 1024);
        dc.host("a").on(MIGRATE_VM).fails("MIGRATION_FAILED", "no").always();
        var id = desk.enter("a", Map.of("choices", Map.of(large.toString(), "SKIP")));
        desk.await(id, _ -> desk.vm(id, second).get("attempts").asInt() >= 1);
        desk.act(id, "cancel", Map.of("bringHome", "IF_BETTER"));
        var over = desk.awaitState(id, "LEFT");
        assertThat(over.get("exitTaskId").isNull()).isFalse();
    }

    /** Nor is one that is snoozed, or that was moved a moment ago; one that was moved for the maintenance may come back. */
    @Test
    void whoIsNeverToBeMovedIsNotMovedToEvenOutTheCluster() throws Exception {
        var id = desk.enter("a", Map.of());
        desk.awaitState(id, "IN_MAINTENANCE");
        for (var number = 0; number < 3; number++) {
            desk.runningVm("b", MOST_OF_A_HOST_MIB / 4);
        }
        var planned = movesHome();
        assertThat(planned).isNotEmpty();
        for (var vm : planned) {
            dc.api().send("PUT", "/api/v1/clusters/" + dc.cluster() + "/drs/exclusions/" + vm, null, Map.of());
        }
        assertThat(movesHome()).doesNotContainAnyElementsOf(planned);
        for (var vm : planned) {
            dc.api().delete("/api/v1/clusters/" + dc.cluster() + "/drs/exclusions/" + vm);
        }
        var moved = VmId.parse(planned.getFirst());
        dc.succeeded(dc.migrate(moved, "c"));
        dc.succeeded(dc.migrate(moved, "b"));
        assertThat(movesHome()).doesNotContain(moved.toString());
        dc.succeeded(desk.exit("a", Map.of()));
        assertThat(dc.runsOn(moved)).isEqualTo(dc.host("b").id());
    }

    /** VMs that would be moved if host a came back now. */
    private List<String> movesHome() {
        var plan = desk.ask("a", "exit-maintenance?dryRun=true", Map.of("bringHome", "IF_BETTER"))
                .json();
        return plan.at("/plan/moves")
                .valueStream()
                .map(move -> move.get("vmId").asString())
                .toList();
    }

    /** @return the maintenance, called off when one VM was shut down and another was on its way */
    private JsonNode calledOff(VmId stopped, VmId moving, Map<String, ?> more) {
        var hold = new CountDownLatch(1);
        dc.host("a").on(MIGRATE_VM).waitsFor(hold).times(1);
        var wish = new HashMap<String, Object>(more);
        wish.put("choices", Map.of(stopped.toString(), "STOP"));
        var id = desk.enter("a", wish);
        desk.awaitVm(id, stopped, "STOPPED");
        desk.awaitVm(id, moving, "MOVING");
        desk.act(id, "cancel", Map.of());
        hold.countDown();
        return desk.await(id, one -> !one.get("endedAt").isNull());
    }

    @Test
    void aDrainThatIsCalledOffStartsTheVmsAgainThatItShutDown() {
        var stopped = dc.runningVm("a");
        var over = calledOff(stopped, dc.runningVm("a"), Map.of());
        assertThat(over.get("state").asString()).isEqualTo("LEFT");
        assertThat(dc.powerState(stopped)).isEqualTo("RUNNING");
        assertThat(dc.succeeded(over.get("exitTaskId").asString())
                        .at("/result/restarted")
                        .asInt())
                .isEqualTo(1);
        dc.checkInvariants();
    }

    @Test
    void theyStayOffWhereThatWasAskedFor() {
        var stopped = dc.runningVm("a");
        var over = calledOff(stopped, dc.runningVm("a"), Map.of("restartStopped", false));
        assertThat(over.get("state").asString()).isEqualTo("CANCELLED");
        assertThat(dc.powerState(stopped)).isEqualTo("STOPPED");
    }

    @Test
    void aHostThatIsNotThereForItIsRefusedInWords() {
        var id = desk.enter("a", Map.of());
        desk.awaitState(id, "IN_MAINTENANCE");
        var twice = desk.ask("a", "enter-maintenance", Map.of());
        assertThat(twice.code()).isEqualTo("HOST_WRONG_STATE");
        assertThat(twice.json().at("/hints/0/action").asString()).isEqualTo("/api/v1/maintenances/" + id);
        assertThat(desk.ask("b", "exit-maintenance", Map.of()).code()).isEqualTo("HOST_WRONG_STATE");
        var stranger = Map.of("choices", Map.of("01a21e69-a278-705b-960e-66311c632810", "STOP"));
        assertThat(desk.ask("b", "enter-maintenance", stranger).code()).isEqualTo("VALIDATION_FAILED");
        assertThat(desk.ask("b", "enter-maintenance", Map.of("maxParallel", 0)).code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(dc.post("/api/v1/maintenances/" + id + "/actions/pause", Map.of())
                        .code())
                .isEqualTo("MAINTENANCE_WRONG_STATE");
        dc.succeeded(desk.exit("a", Map.of()));
    }
}
