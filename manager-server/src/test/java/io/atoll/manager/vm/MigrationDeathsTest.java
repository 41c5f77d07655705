package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.PREPARE_INCOMING;
import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.MovableClock;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Source or target, agent or host, dies at each step of a move: never two guests, and the manager finds out where it is. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationDeathsTest {
    private static final Duration PAST_ALL_RETRIES = Duration.ofMinutes(3);
    /** The numbers of steps of a migration. */
    private static final int SENDING = 2;

    private static final int ARRIVING = 4;

    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent source;
    private ScriptedAgent target;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    MigrationDeathsTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
        source = dc.host("a");
        target = dc.host("b");
    }

    @AfterEach
    void settle() {
        source.isHonest();
        target.isHonest();
        source.start();
        target.start();
        dc.awaitReady(source);
        dc.awaitReady(target);
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    private static void restart(ScriptedAgent agent) {
        agent.dies();
        agent.start();
    }

    private static void reboot(ScriptedAgent agent) {
        agent.hostDies();
        agent.start();
    }

    private void passTime(Duration time) {
        manager.bean(MovableClock.class).forward(time);
    }

    /** What a step says while it waits. On a slow machine its patience may be over before anybody has looked. */
    private void awaitDetail(String task, int step, String part) {
        await(part).atMost(LONG).until(() -> {
            var seen = dc.get("/api/v1/tasks/" + task);
            return !seen.get("endedAt").isNull()
                    || seen.at("/steps/%d/detail".formatted(step)).asString().contains(part);
        });
    }

    private void lost(VmId vm) {
        dc.awaitState(vm, "CRASHED");
        dc.succeeded(dc.start(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
    }

    @Test
    void aTargetThatRebootsWhileItPreparesPreparesAgain() {
        var vm = dc.runningVm("a");
        target.on(PREPARE_INCOMING).then(() -> reboot(target));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
    }

    @Test
    void aTargetThatRebootsWhileItWaitsGetsNothingAndTheGuestGoesOnAtItsSource() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).first(() -> reboot(target));
        dc.failed(dc.migrate(vm, "b"), "MIGRATION_FAILED");
        assertThat(dc.get("/api/v1/vms/" + vm).at("/status/placement").isNull())
                .as("why it was to go to b is not why it is on a")
                .isTrue();
        assertThat(dc.runsOn(vm)).isEqualTo(source.id());
    }

    @Test
    void aTargetThatDiesWithTheGuestHasLostIt() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).then(target::hostDies);
        var task = dc.migrate(vm, "b");
        dc.awaitHostState(target, "DISCONNECTED");
        awaitDetail(task, ARRIVING, "waiting for both hosts");
        passTime(Duration.ofSeconds(31)); // it is not waited for any longer
        dc.succeeded(task);
        dc.awaitState(vm, "UNKNOWN");
        target.start();
        lost(vm);
    }

    @Test
    void aTargetWhoseAgentRestartsAfterTheArrivalIsFoundToRunTheGuest() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).then(() -> restart(target));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
    }

    @Test
    void aSourceWhoseAgentRestartsBeforeItSendsSendsThen() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).diesBefore(source);
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
    }

    @Test
    void aSourceWhoseAgentRestartsAfterItSentHasItsAnswerFoundOut() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).then(() -> restart(source));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
    }

    @Test
    void aSourceThatRebootsBeforeItSendsHasLostTheGuest() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).hostDiesBefore(source);
        var task = dc.migrate(vm, "b");
        dc.awaitHostState(source, "DISCONNECTED");
        source.start();
        dc.failed(task, "VM_NOT_FOUND");
        lost(vm);
    }

    @Test
    void aSourceThatStaysAwayMakesTheVmUnknownAndNothingWaitsAtTheTarget() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).hostDiesBefore(source);
        var task = dc.migrate(vm, "b");
        dc.awaitHostState(source, "DISCONNECTED");
        passTime(PAST_ALL_RETRIES);
        dc.failed(task, "AGENT_UNREACHABLE");
        dc.awaitState(vm, "UNKNOWN");
        assertThat(dc.world().processesOf(vm)).isEmpty();
        source.start();
        lost(vm);
    }

    @Test
    void aSourceThatDiesWhenTheGuestHasArrivedIsNotNeeded() {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).then(source::hostDies);
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
    }

    /** The guest runs at the target and nobody can say so: however long that lasts, it must not be called off. */
    @Test
    void aMoveOfWhichNobodyCanTellIsFinishedByTheSourceThatComesBackFirst() {
        isFinishedByWhoComesBackFirst(true);
    }

    @Test
    @Tag("schedules")
    void aMoveOfWhichNobodyCanTellIsFinishedByTheTargetThatComesBackFirst() {
        isFinishedByWhoComesBackFirst(false);
    }

    private void isFinishedByWhoComesBackFirst(boolean sourceFirst) {
        var vm = dc.runningVm("a");
        source.on(MIGRATE_VM).first(target::dies).then(source::dies);
        var task = dc.migrate(vm, "b");
        dc.awaitHostState(source, "DISCONNECTED");
        dc.awaitHostState(target, "DISCONNECTED");
        passTime(PAST_ALL_RETRIES); // should the first attempt that failed come only now, its few seconds pass by
        // themselves
        awaitDetail(task, SENDING, "whether the guest arrived");
        passTime(PAST_ALL_RETRIES);
        await().during(Duration.ofMillis(1_500)) // that it is asked once more
                .atMost(LONG)
                .until(() -> dc.get("/api/v1/tasks/" + task).get("state").asString(), "ROLLING_BACK"::equals);
        (sourceFirst ? source : target).start();
        dc.failed(task, "AGENT_UNREACHABLE");
        dc.awaitState(vm, sourceFirst ? "UNKNOWN" : "RUNNING");
        (sourceFirst ? target : source).start();
        dc.awaitState(vm, "RUNNING");
        assertThat(dc.runsOn(vm)).isEqualTo(target.id());
        assertThat(dc.get("/api/v1/vms/" + vm).at("/status/hostId").asString())
                .isEqualTo(target.id().toString());
    }

    @Test
    void aTargetThatNeverComesBackIsNotWaitedForOnceItIsRevoked() {
        try (var own = Datacenter.of(manager, 2)) {
            var vm = own.runningVm("a");
            own.host("a").on(MIGRATE_VM).first(own.host("b")::hostDies).hostDiesBefore(own.host("a"));
            var task = own.migrate(vm, "b");
            own.awaitHostState(own.host("a"), "DISCONNECTED");
            own.host("a").start();
            awaitDetail(task, SENDING, "revoke it if it is lost for good");
            own.post("/api/v1/hosts/" + own.host("b").id() + "/actions/revoke", Map.of());
            own.failed(task, "VM_NOT_FOUND");
            own.awaitState(vm, "CRASHED");
            own.succeeded(own.start(vm, "a"));
        }
    }
}
