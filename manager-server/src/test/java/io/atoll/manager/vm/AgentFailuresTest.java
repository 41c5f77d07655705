package io.atoll.manager.vm;

import static io.atoll.agent.v1.RunRequest.OperationCase.ABORT_INCOMING;
import static io.atoll.agent.v1.RunRequest.OperationCase.CREATE_VOLUME;
import static io.atoll.agent.v1.RunRequest.OperationCase.DELETE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.MIGRATE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.PAUSE_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.PREPARE_INCOMING;
import static io.atoll.agent.v1.RunRequest.OperationCase.RESET_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.RESUME_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.SHUTDOWN_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.START_VM;
import static io.atoll.agent.v1.RunRequest.OperationCase.STOP_VM;
import static io.atoll.manager.testing.agent.Datacenter.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.IncomingReady;
import io.atoll.agent.v1.MigrationResult;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.Progress;
import io.atoll.agent.v1.RunRequest.OperationCase;
import io.atoll.agent.v1.VmReport;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.manager.testing.ManagerUnderTest;
import io.atoll.manager.testing.agent.Datacenter;
import io.atoll.manager.testing.agent.ScriptedAgent;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent refuses, fails, dies, is late or loses its answer, at each command of each workflow. */
@ManagerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentFailuresTest {
    private final ManagerUnderTest manager;
    private Datacenter dc;
    private ScriptedAgent a;
    private ScriptedAgent b;

    @SuppressWarnings("NullAway.Init") // @BeforeAll
    AgentFailuresTest(ManagerUnderTest manager) {
        this.manager = manager;
    }

    @BeforeAll
    void open() {
        dc = Datacenter.of(manager, 2);
        a = dc.host("a");
        b = dc.host("b");
    }

    @AfterEach
    void settle() {
        a.isHonest();
        b.isHonest();
        a.start();
        b.start();
        dc.awaitReady(a);
        dc.awaitReady(b);
        dc.checkInvariants();
    }

    @AfterAll
    void close() {
        dc.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_VOLUME", "START_VM"})
    void aVmWhoseMakingIsRefusedLeavesNothing(OperationCase command) {
        a.on(command).refuses("POOL_FULL", "no room");
        var task = dc.failed(dc.create(true, "a"), "POOL_FULL");
        var vm = Datacenter.vmOf(task);
        assertThat(dc.powerState(vm)).isEqualTo("GONE");
        dc.checkInvariants(vm);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_VOLUME", "START_VM"})
    void anErrorCodeOfTheFutureIsToldAsItIs(OperationCase command) {
        a.on(command).fails("QUANTUM_DECOHERENCE", "a code this manager has never heard of");
        var task = dc.failed(dc.create(true, "a"), "QUANTUM_DECOHERENCE");
        assertThat(task.at("/failure/detail").asString()).contains("never heard of");
        dc.checkInvariants(Datacenter.vmOf(task));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lower case", "A\u0000B", "<script>"})
    void aCodeThatIsNoneBecomesOneOfOurs(String code) {
        a.on(START_VM).fails(code, "a\u0000b");
        dc.checkInvariants(Datacenter.vmOf(dc.failed(dc.create(true, "a"), "AGENT_FAILED")));
    }

    @Test
    void aBusyHostIsAskedAgain() {
        a.on(CREATE_VOLUME).refuses("HOST_BUSY", "512 operations run already").times(2);
        a.on(START_VM).refuses("HOST_BUSY", "512 operations run already");
        var vm = Datacenter.vmOf(dc.succeeded(dc.create(true, "a")));
        assertThat(dc.runsOn(vm)).isEqualTo(a.id());
        assertThat(a.commands(CREATE_VOLUME).stream()
                        .filter(run -> run.getCreateVolume().getVmId().equals(vm.toString())))
                .hasSize(3);
    }

    @Test
    void aBusyHostDoesNotKeepARollbackFromEnding() {
        a.on(START_VM).fails("HYPERVISOR_FAILED", "QEMU ended");
        a.on(DELETE_VM).refuses("HOST_BUSY", "512 operations run already");
        a.on(STOP_VM).refuses("HOST_BUSY", "512 operations run already");
        dc.checkInvariants(Datacenter.vmOf(dc.failed(dc.create(true, "a"), "HYPERVISOR_FAILED")));
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_VOLUME", "START_VM"})
    void anAgentThatDiesBeforeTheWorkDoesItWhenItIsBack(OperationCase command) {
        a.on(command).diesBefore(a);
        var vm = Datacenter.vmOf(dc.succeeded(dc.create(true, "a")));
        assertThat(dc.runsOn(vm)).isEqualTo(a.id());
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_VOLUME", "START_VM"})
    void anAnswerThatIsLostIsAskedForAgainAndTheWorkIsDoneOnce(OperationCase command) {
        var before = a.done(command);
        a.on(command).losesAnswer().times(2);
        var vm = Datacenter.vmOf(dc.succeeded(dc.create(true, "a")));
        assertThat(dc.runsOn(vm)).isEqualTo(a.id());
        assertThat(a.done(command) - before).isEqualTo(1);
        var ids = a.commands(command).stream()
                .filter(run -> run.toString().contains(vm.toString()))
                .map(run -> run.getOperationId())
                .toList();
        assertThat(ids).hasSize(3);
        assertThat(ids.stream().distinct()).hasSize(1);
    }

    @Test
    void anAnswerThatComesLateIsWaitedFor() {
        var late = new CountDownLatch(1);
        a.on(START_VM).waitsFor(late);
        var task = dc.create(true, "a");
        await().atMost(LONG).until(() -> !dc.world().runningAt(dc.vmOf(task)).isEmpty());
        assertThat(dc.powerState(dc.vmOf(task))).isEqualTo("CREATING");
        late.countDown();
        dc.succeeded(task);
    }

    @Test
    void aRenameBetweenTwoAttemptsDoesNotMakeThemDifferent() throws Exception {
        var vm = dc.stoppedVm();
        var name = manager.unique("renamed");
        a.on(START_VM)
                .then(() -> {
                    try {
                        dc.api().patch("/api/v1/vms/" + vm, java.util.Map.of("name", name));
                    } catch (java.io.IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .losesAnswer();
        dc.succeeded(dc.start(vm, "a"));
        assertThat(dc.get("/api/v1/vms/" + vm).at("/metadata/name").asString()).isEqualTo(name);
    }

    @Test
    void everyCommandSurvivesTheLossOfItsAnswer() {
        var commands = Set.of(
                START_VM, PAUSE_VM, RESUME_VM, RESET_VM, STOP_VM, SHUTDOWN_VM, MIGRATE_VM, PREPARE_INCOMING, DELETE_VM);
        for (var host : new ScriptedAgent[] {a, b}) {
            commands.forEach(command -> host.on(command).losesAnswer());
        }
        var vm = dc.stoppedVm();
        dc.succeeded(dc.start(vm, "a"));
        dc.succeeded(dc.act(vm, "pause"));
        dc.succeeded(dc.act(vm, "resume"));
        dc.succeeded(dc.act(vm, "reset"));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
        dc.checkInvariants();
        dc.succeeded(dc.act(vm, "stop"));
        dc.succeeded(dc.start(vm, "a"));
        dc.succeeded(dc.act(vm, "shutdown"));
        dc.checkInvariants();
        dc.succeeded(dc.delete(vm));
        dc.checkInvariants(vm);
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARE_INCOMING", "MIGRATE_VM"})
    void aMoveThatFailsLeavesTheVmWhereItWas(OperationCase command) {
        var vm = dc.runningVm("a");
        (command == MIGRATE_VM ? a : b).on(command).fails("MIGRATION_FAILED", "no route");
        dc.failed(dc.migrate(vm, "b"), "MIGRATION_FAILED");
        assertThat(dc.runsOn(vm)).isEqualTo(a.id());
        var moves = dc.get("/api/v1/vms/" + vm + "/migrations").get("items");
        assertThat(moves.get(0).get("outcome").asString()).isEqualTo("FAILED");
        assertThat(moves.get(0).get("detail").asString()).isEqualTo("no route");
    }

    @Test
    void aMoveWhoseSourceSaysItFailedAlthoughItHappenedIsFinished() {
        var vm = dc.runningVm("a");
        a.on(MIGRATE_VM)
                .answers(OperationEvent.newBuilder()
                        .setFailed(io.atoll.agent.v1.Failed.newBuilder()
                                .setCode("HYPERVISOR_FAILED")
                                .setDetail("the monitor broke")));
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
    }

    @Test
    void aTargetThatDoesNotSayWhereItWaitsIsNotMovedTo() {
        var vm = dc.runningVm("a");
        b.on(PREPARE_INCOMING)
                .answers(Done.newBuilder()
                        .setIncoming(IncomingReady.newBuilder().setPort(-1))
                        .build());
        dc.failed(dc.migrate(vm, "b"), "AGENT_ANSWER_UNREADABLE");
        assertThat(dc.runsOn(vm)).isEqualTo(a.id());
        assertThat(b.done(ABORT_INCOMING)).isPositive();
    }

    @Test
    void figuresThatCannotBeDoNotUndoAMove() {
        var vm = dc.runningVm("a");
        a.on(MIGRATE_VM)
                .answers(Done.newBuilder()
                        .setMigration(MigrationResult.newBuilder().setTotalMs(-1))
                        .build());
        dc.succeeded(dc.migrate(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
    }

    @Test
    void anAnswerAboutAnotherVmChangesNothingAboutIt() {
        var other = dc.runningVm("b");
        a.on(START_VM)
                .answers(Done.newBuilder()
                        .setVm(VmReport.newBuilder()
                                .setVmId(other.toString())
                                .setEpoch(99)
                                .setPowerState("RUNNING")
                                .setSinceMs(Long.MAX_VALUE))
                        .build());
        dc.checkInvariants(Datacenter.vmOf(dc.failed(dc.create(true, "a"), "AGENT_ANSWER_UNREADABLE")));
        assertThat(dc.runsOn(other)).isEqualTo(b.id());
        assertThat(dc.get("/api/v1/vms/" + other).at("/status/hostId").asString())
                .isEqualTo(b.id().toString());
    }

    @Test
    void oddProgressIsShownAndStopsNothing() {
        a.on(START_VM)
                .says(OperationEvent.newBuilder()
                        .setProgress(Progress.newBuilder()
                                .setPercent(Integer.MIN_VALUE)
                                .setBytesDone(-1)
                                .setBytesTotal(Long.MIN_VALUE)
                                .setBytesPerSecond(-5)
                                .setPhase("a\u0000b".repeat(10_000))));
        dc.succeeded(dc.create(true, "a"));
    }

    @Test
    void aDeletionThatIsRefusedCanBeTriedAgain() {
        var vm = dc.stoppedVm();
        for (var host : new ScriptedAgent[] {a, b}) {
            host.on(DELETE_VM).fails("DISK_IN_USE", "somebody has it open");
        }
        dc.failed(dc.delete(vm), "DISK_IN_USE");
        assertThat(dc.powerState(vm)).isEqualTo("FAILED");
        a.isHonest();
        b.isHonest();
        dc.succeeded(dc.delete(vm));
        dc.checkInvariants(vm);
    }

    @Test
    void aGuestThatEndsByItselfIsSeenAndItsOwnerMayStartItAnywhere() {
        var vm = dc.runningVm("a");
        a.guestEnds(vm, "CRASHED", "crash");
        dc.awaitState(vm, "CRASHED");
        dc.succeeded(dc.start(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
    }

    @Test
    void aHostThatRestartsHasLostItsVmsAndSaysSo() {
        var vm = dc.runningVm("a");
        a.hostDies();
        dc.awaitState(vm, "UNKNOWN");
        a.start();
        dc.awaitState(vm, "CRASHED");
        dc.succeeded(dc.start(vm, "b"));
        assertThat(dc.runsOn(vm)).isEqualTo(b.id());
    }
}
