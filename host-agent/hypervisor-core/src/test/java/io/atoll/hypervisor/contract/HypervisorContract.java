package io.atoll.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every driver does. Two hosts, {@code n1} and {@code n2}, share their disks. */
@Timeout(180)
public abstract class HypervisorContract {

    private static final VmEpoch FIRST = new VmEpoch(1);
    private static final VmEpoch SECOND = new VmEpoch(2);
    private static final Duration LONG = Duration.ofSeconds(60);
    /** So little that a migration lasts until somebody ends it. */
    private static final long A_TRICKLE_BYTES_PER_SECOND = 20_000;

    protected static final VmId DB = new VmId(UUID.fromString("0190aaaa-0000-7000-8000-0000000000db"));
    protected static final VmId WEB = new VmId(UUID.fromString("0190aaaa-0000-7000-8000-0000000000eb"));

    private Hypervisor n1;
    private Hypervisor n2;

    /** How a guest takes the power button. */
    public enum Guest {
        OBEDIENT,
        DEAF
    }

    /** The driver of a host, which keeps what it ran before. */
    protected abstract Hypervisor open(String host);

    /** A VM with a disk of its own on storage both hosts share; the same each time. */
    protected abstract VmDefinition define(VmId vm, String name, Guest guest);

    /** The same VM with a disk that does not exist. */
    protected abstract VmDefinition withMissingDisk(VmDefinition definition);

    /** A number that grows while the guest runs, and starts over when it restarts. */
    protected abstract long heartbeat(Hypervisor host, VmId vm);

    /** Lets the hypervisor process of a VM die without warning. */
    protected abstract void crash(Hypervisor host, VmId vm);

    @BeforeEach
    void openHosts() {
        n1 = open("n1");
        n2 = open("n2");
    }

    @Test
    void aStartedVmRuns() {
        var db = define(DB, "db", Guest.OBEDIENT);

        var status = n1.start(db, FIRST, StartMode.RUNNING);

        assertThat(status.state()).isEqualTo(new VmState.Running());
        assertThat(status.definition()).isEqualTo(db);
        assertThat(status.epoch()).isEqualTo(FIRST);
        assertThat(status.adopted()).isFalse();
        assertThat(status.process()).isNotNull();
        assertThat(n1.find(DB)).contains(status);
        assertThat(n1.list()).containsExactly(status);
        assertThat(n2.list()).isEmpty();
        awaitLife(n1, DB);
    }

    @Test
    void aVmStartedPausedStandsStillUntilResumed() {
        var status = n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.PAUSED);
        assertThat(status.state()).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        assertThat(heartbeat(n1, DB)).isZero();

        assertThat(n1.resume(DB).state()).isEqualTo(new VmState.Running());

        awaitLife(n1, DB);
    }

    @Test
    void aPausedVmKeepsItsMemory() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);

        assertThat(n1.pause(DB).state()).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        assertThat(n1.pause(DB).state()).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        var before = heartbeat(n1, DB);
        assertThat(n1.resume(DB).state()).isEqualTo(new VmState.Running());
        assertThat(n1.resume(DB).state()).isEqualTo(new VmState.Running());

        Await.until("the guest goes on", () -> heartbeat(n1, DB) > before + 1);
    }

    @Test
    void aGuestThatListensShutsDown() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);

        var status = n1.shutdown(DB, LONG);

        assertThat(status.state()).isEqualTo(new VmState.Stopped(StopCause.GUEST_SHUTDOWN));
        assertThat(status.process()).isNull();
        assertThat(n1.shutdown(DB, LONG).state()).isEqualTo(status.state());
    }

    @Test
    void aGuestThatDoesNotListenRunsOn() {
        n1.start(define(DB, "db", Guest.DEAF), FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);

        assertRefused(HypervisorErrorCode.SHUTDOWN_TIMEOUT, () -> n1.shutdown(DB, Duration.ofMillis(500)));

        assertThat(state(n1, DB)).isEqualTo(new VmState.Running());
        awaitLife(n1, DB);
    }

    @Test
    void aStoppedVmCanBeStartedAgainAndForgotten() {
        var db = define(DB, "db", Guest.DEAF);
        n1.start(db, FIRST, StartMode.RUNNING);

        assertThat(n1.stop(DB).state()).isEqualTo(new VmState.Stopped(StopCause.HOST_STOP));
        assertThat(n1.stop(DB).state()).isEqualTo(new VmState.Stopped(StopCause.HOST_STOP));
        assertThat(n1.start(db, SECOND, StartMode.RUNNING).epoch()).isEqualTo(SECOND);
        awaitLife(n1, DB);
        n1.stop(DB);
        n1.delete(DB);

        assertThat(n1.find(DB)).isEmpty();
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.stop(DB));
        assertThat(n1.start(db, SECOND, StartMode.RUNNING).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aPausedVmCanBeStopped() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.PAUSED);

        assertThat(n1.stop(DB).state()).isEqualTo(new VmState.Stopped(StopCause.HOST_STOP));
    }

    @Test
    void aResetGuestStartsOver() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        Await.until("some heartbeats", () -> heartbeat(n1, DB) > 20);

        assertThat(n1.reset(DB).state()).isEqualTo(new VmState.Running());

        Await.until("the count begins again", () -> heartbeat(n1, DB) < 20);
        awaitLife(n1, DB);
    }

    @Test
    void whatTheStateDoesNotAllowIsRefused() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);

        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.start(db, SECOND, StartMode.RUNNING));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.prepareIncoming(db, SECOND, anyPort()));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.abortIncoming(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.cancelMigration(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.delete(DB));
        assertThat(n1.find(DB).orElseThrow().epoch()).isEqualTo(FIRST);
        n1.stop(DB);
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.pause(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.resume(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.reset(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.sample(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.migrate(DB, to(nobody()), MigrationListener.SILENT));
    }

    @Test
    void aRefusalNamesTheVmAndWhatIsPossible() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);

        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(() -> n1.delete(DB))
                .withMessage("VM %s: delete is not possible because it is running.".formatted(DB))
                .satisfies(e ->
                        assertThat(e.hints()).containsExactly("Possible now: pause, shutdown, stop, reset, migrate."));
    }

    @Test
    void aVmNobodyKnowsIsNotFound() {
        assertThat(n1.find(DB)).isEmpty();
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.pause(DB));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.shutdown(DB, LONG));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.delete(DB));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.sample(DB));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.vncSocket(DB));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.awaitIncoming(DB, LONG));
        assertRefused(HypervisorErrorCode.VM_NOT_FOUND, () -> n1.recordEpoch(DB, SECOND));
    }

    @Test
    void aDeadProcessIsACrash() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);

        crash(n1, DB);

        Await.until("the crash is noticed", () -> state(n1, DB) instanceof VmState.Crashed);
        assertThat(n1.start(db, SECOND, StartMode.RUNNING).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aDiskInUseElsewhereIsRefusedAndNothingIsLeftBehind() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);

        assertRefused(HypervisorErrorCode.DISK_IN_USE, () -> n2.start(db, SECOND, StartMode.RUNNING));

        assertThat(n2.list()).isEmpty();
        awaitLife(n1, DB);
    }

    @Test
    void aMissingDiskIsRefusedAndNothingIsLeftBehind() {
        var db = withMissingDisk(define(DB, "db", Guest.OBEDIENT));

        assertRefused(HypervisorErrorCode.DISK_NOT_FOUND, () -> n1.start(db, FIRST, StartMode.RUNNING));
        assertRefused(HypervisorErrorCode.DISK_NOT_FOUND, () -> n1.prepareIncoming(db, FIRST, anyPort()));

        assertThat(n1.list()).isEmpty();
    }

    @Test
    void aNewRunOfTheAgentAdoptsWhatRuns() {
        var db = define(DB, "db", Guest.OBEDIENT);
        var before = n1.start(db, FIRST, StartMode.RUNNING);
        n1.start(define(WEB, "web", Guest.OBEDIENT), FIRST, StartMode.PAUSED);
        awaitLife(n1, DB);
        var beat = heartbeat(n1, DB);
        n1.close();

        n1 = open("n1");
        assertThat(n1.list()).isEmpty();
        var adopted = n1.adopt();

        assertThat(adopted).hasSize(2);
        assertThat(adopted.get(0).definition()).isEqualTo(db);
        assertThat(adopted.get(0).state()).isEqualTo(new VmState.Running());
        assertThat(adopted.get(0).adopted()).isTrue();
        assertThat(adopted.get(0).process()).isEqualTo(before.process());
        assertThat(adopted.get(1).state()).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        Await.until("the guest has gone on", () -> heartbeat(n1, DB) > beat + 1);
        assertThat(n1.shutdown(DB, LONG).state()).isEqualTo(new VmState.Stopped(StopCause.GUEST_SHUTDOWN));
        assertThat(n1.resume(WEB).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aNewRunOfTheAgentKnowsHowVmsEnded() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        n1.start(define(WEB, "web", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        n1.recordEpoch(DB, SECOND);
        n1.stop(DB);
        n1.close();
        crash(n1, WEB);

        n1 = open("n1");
        n1.adopt();

        assertThat(state(n1, DB)).isEqualTo(new VmState.Stopped(StopCause.HOST_STOP));
        assertThat(n1.find(DB).orElseThrow().epoch()).isEqualTo(SECOND);
        assertThat(n1.find(DB).orElseThrow().adopted()).isFalse();
        // a process that is just dying may still look alive to the one who adopts it
        Await.until("the crash is noticed", () -> state(n1, WEB) instanceof VmState.Crashed);
    }

    @Test
    void aMigratedGuestGoesOnWhereItWas() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        Await.until("some heartbeats", () -> heartbeat(n1, DB) > 10);
        var target = n2.prepareIncoming(db, SECOND, anyPort());
        assertThat(state(n2, DB)).isEqualTo(new VmState.Incoming());

        var result = n1.migrate(DB, to(target), MigrationListener.SILENT);
        var arrived = n2.awaitIncoming(DB, LONG);

        assertThat(arrived.state()).isEqualTo(new VmState.Running());
        assertThat(arrived.epoch()).isEqualTo(SECOND);
        assertThat(state(n1, DB)).isEqualTo(new VmState.Stopped(StopCause.MIGRATED_AWAY));
        assertThat(result.total()).isPositive();
        assertThat(result.downtime()).isLessThanOrEqualTo(result.total());
        assertThat(result.transferredBytes()).isPositive();
        assertThat(result.memoryPasses()).isPositive();
        Await.until("the guest lives on", () -> heartbeat(n2, DB) > 0);
        assertThat(heartbeat(n2, DB)).as("it was not restarted").isGreaterThanOrEqualTo(10);
        awaitLife(n2, DB);
        assertThat(n1.rejoinMigration(DB, MigrationListener.SILENT)).isEqualTo(result);
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.resume(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.abortIncoming(DB));
    }

    @Test
    void aGuestCanComeBack() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        Await.until("some heartbeats", () -> heartbeat(n1, DB) > 10);

        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, anyPort())), MigrationListener.SILENT);
        n2.awaitIncoming(DB, LONG);
        n2.migrate(DB, to(n1.prepareIncoming(db, new VmEpoch(3), anyPort())), MigrationListener.SILENT);
        n1.awaitIncoming(DB, LONG);

        var beat = heartbeat(n1, DB);
        assertThat(beat).isGreaterThanOrEqualTo(10);
        Await.until("the guest lives on", () -> heartbeat(n1, DB) > beat + 1);
    }

    @Test
    void aPausedGuestArrivesPaused() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);
        n1.pause(DB);

        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, anyPort())), MigrationListener.SILENT);

        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        n2.resume(DB);
        awaitLife(n2, DB);
    }

    @Test
    void theTargetExpectsNoMoreMemoryChannelsThanTheSourceHas() {
        var db = define(DB, "db", Guest.OBEDIENT);
        var web = define(WEB, "web", Guest.OBEDIENT);
        var channels = n1.start(db, FIRST, StartMode.RUNNING).memoryChannels();

        var target = n2.prepareIncoming(db, SECOND, anyPort(channels));

        assertThat(target.memoryChannels()).isBetween(0, channels);
        assertThat(n2.prepareIncoming(web, SECOND, anyPort(0)).memoryChannels()).isZero();
    }

    @Test
    void aGuestAlsoMovesToAHostThatKnowsNoMemoryChannels() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);

        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, anyPort(0))), MigrationListener.SILENT);
        n2.awaitIncoming(DB, LONG);
        var channels = n2.find(DB).orElseThrow().memoryChannels();
        n2.migrate(DB, to(n1.prepareIncoming(db, new VmEpoch(3), anyPort(channels))), MigrationListener.SILENT);

        assertThat(n1.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
        awaitLife(n1, DB);
    }

    @Test
    void aCancelledMigrationLeavesTheGuestAndEndsTheTarget() {
        var target = startAndPrepareForATrickle();

        assertRefused(
                HypervisorErrorCode.MIGRATION_CANCELLED,
                () -> n1.migrate(DB, trickle(target), once(() -> n1.cancelMigration(DB))));

        assertStayed();
    }

    @Test
    void aMigrationPastItsDeadlineLeavesTheGuestAndEndsTheTarget() {
        var target = startAndPrepareForATrickle();

        assertRefused(
                HypervisorErrorCode.MIGRATION_TIMEOUT,
                () -> n1.migrate(DB, slowly(target, Duration.ofSeconds(2)), MigrationListener.SILENT));

        assertStayed();
    }

    @Test
    void aDyingTargetLeavesTheGuest() {
        var target = startAndPrepareForATrickle();

        assertRefused(
                HypervisorErrorCode.MIGRATION_FAILED, () -> n1.migrate(DB, trickle(target), once(() -> crash(n2, DB))));

        assertStayed();
    }

    @Test
    void aTargetNobodyPreparedLeavesTheGuest() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);

        assertRefused(
                HypervisorErrorCode.MIGRATION_FAILED, () -> n1.migrate(DB, to(nobody()), MigrationListener.SILENT));

        assertThat(state(n1, DB)).isEqualTo(new VmState.Running());
        awaitLife(n1, DB);
    }

    @Test
    void aDyingSourceEndsTheTarget() {
        var target = startAndPrepareForATrickle();

        assertRefused(
                HypervisorErrorCode.MIGRATION_FAILED, () -> n1.migrate(DB, trickle(target), once(() -> crash(n1, DB))));

        assertThat(state(n1, DB)).isInstanceOf(VmState.Crashed.class);
        Await.until("the target ends", () -> !state(n2, DB).hasProcess());
        assertThat(state(n2, DB)).isEqualTo(new VmState.Stopped(StopCause.INCOMING_ABORTED));
        assertRefused(HypervisorErrorCode.MIGRATION_FAILED, () -> n2.awaitIncoming(DB, LONG));
    }

    @Test
    void aTargetCanBeCalledOff() {
        startAndPrepare();
        assertRefused(HypervisorErrorCode.MIGRATION_TIMEOUT, () -> n2.awaitIncoming(DB, Duration.ofMillis(50)));

        assertThat(n2.abortIncoming(DB).state()).isEqualTo(new VmState.Stopped(StopCause.INCOMING_ABORTED));
        assertThat(n2.abortIncoming(DB).state()).isEqualTo(new VmState.Stopped(StopCause.INCOMING_ABORTED));

        awaitLife(n1, DB);
    }

    @Test
    void nothingElseIsAllowedWhileAGuestMoves() {
        var target = startAndPrepareForATrickle();

        assertRefused(
                HypervisorErrorCode.MIGRATION_CANCELLED,
                () -> n1.migrate(DB, trickle(target), once(() -> {
                    assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.stop(DB));
                    assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.pause(DB));
                    assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.shutdown(DB, LONG));
                    assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n1.migrate(DB, to(target), _ -> {}));
                    assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.stop(DB));
                    assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.resume(DB));
                    assertThat(n1.sample(DB).residentBytes()).isPositive();
                    n1.cancelMigration(DB);
                })));

        assertStayed();
    }

    @Test
    void aNewRunOfTheAgentFollowsAMigrationUnderWay() throws Exception {
        var target = startAndPrepareForATrickle();
        var began = new CompletableFuture<Boolean>();
        var closed = new CompletableFuture<Boolean>();
        var first = n1;
        var migrating = CompletableFuture.runAsync(
                () -> first.migrate(DB, trickle(target), once(() -> {
                    began.complete(true);
                    closed.join();
                })),
                Thread::startVirtualThread);
        began.get(60, TimeUnit.SECONDS);
        first.close();
        closed.complete(true);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> migrating.get(60, TimeUnit.SECONDS))
                .withCauseInstanceOf(HypervisorException.class);

        n1 = open("n1");
        assertThat(n1.adopt().getFirst().state()).isEqualTo(new VmState.Migrating());
        assertRefused(
                HypervisorErrorCode.MIGRATION_CANCELLED,
                () -> n1.rejoinMigration(DB, once(() -> n1.cancelMigration(DB))));

        assertStayed();
    }

    @Test
    void aNewRunOfTheAgentKnowsTheResultOfAMigration() {
        var target = startAndPrepare();
        var result = n1.migrate(DB, to(target), MigrationListener.SILENT);
        n2.awaitIncoming(DB, LONG);
        n1.close();
        n2.close();

        n1 = open("n1");
        n2 = open("n2");
        n1.adopt();
        n2.adopt();

        assertThat(state(n1, DB)).isEqualTo(new VmState.Stopped(StopCause.MIGRATED_AWAY));
        assertThat(n1.rejoinMigration(DB, MigrationListener.SILENT)).isEqualTo(result);
        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
        awaitLife(n2, DB);
    }

    @Test
    void aNewRunOfTheAgentStillWaitsForAGuest() {
        var target = startAndPrepare();
        n2.close();

        n2 = open("n2");
        assertThat(n2.adopt().getFirst().state()).isEqualTo(new VmState.Incoming());
        n1.migrate(DB, to(target), MigrationListener.SILENT);

        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(new VmState.Running());
    }

    @Test
    void aMigrationNobodyBeganCannotBeRejoined() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.PAUSED);

        assertRefused(HypervisorErrorCode.MIGRATION_FAILED, () -> n1.rejoinMigration(DB, MigrationListener.SILENT));
    }

    @Test
    void aTakenPortIsPassedOverAndAFullRangeRefused() {
        var first = n1.prepareIncoming(define(DB, "db", Guest.OBEDIENT), FIRST, anyPort());
        var web = define(WEB, "web", Guest.OBEDIENT);
        var onlyThat = new PortRange(first.port(), first.port());

        assertRefused(
                HypervisorErrorCode.NO_FREE_PORT,
                () -> n1.prepareIncoming(web, FIRST, new IncomingRequest(loopback(), onlyThat, null, 0)));
        assertThat(n1.find(WEB)).isEmpty();
        var range = new PortRange(first.port(), Math.min(first.port() + 200, 65_535));
        var second = n1.prepareIncoming(web, FIRST, new IncomingRequest(loopback(), range, null, 0));

        assertThat(second.port()).isBetween(range.first() + 1, range.last());
    }

    @Test
    void listenersHearOfEveryChangeInOrder() {
        var early = new RecordingListener();
        n1.subscribe(early);
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        n1.pause(DB);
        var late = new RecordingListener();
        n1.subscribe(late);
        n1.resume(DB);
        n1.stop(DB);
        n1.delete(DB);

        Await.until(
                "the last news",
                () -> late.lines().contains("gone at epoch 1"),
                () -> late.lines().toString());
        assertThat(early.lines())
                .endsWith("db PAUSED", "db RUNNING", "db STOPPED", "gone at epoch 1")
                .startsWith("db STARTING");
        assertThat(late.lines()).containsExactly("db PAUSED", "db RUNNING", "db STOPPED", "gone at epoch 1");
    }

    @Test
    void aClosedSubscriptionIsSilent() {
        var closed = new RecordingListener();
        var open = new RecordingListener();
        n1.subscribe(closed).close();
        n1.subscribe(open);

        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.PAUSED);

        Await.until("the news", () -> open.lines().contains("db PAUSED"));
        assertThat(closed.lines()).isEmpty();
    }

    @Test
    void samplesCountUp() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);
        var first = n1.sample(DB);

        Await.until("processor time is used", () -> n1.sample(DB).cpuTime().compareTo(first.cpuTime()) > 0);
        var later = n1.sample(DB);

        assertThat(later.vm()).isEqualTo(DB);
        assertThat(later.at()).isAfter(first.at());
        assertThat(later.residentBytes()).isPositive();
        assertThat(later.disk().inBytes()).isGreaterThanOrEqualTo(first.disk().inBytes());
    }

    @Test
    void aGuestWithoutAgentIsOfNoHelp() {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, StartMode.RUNNING);

        assertThat(n1.find(DB).orElseThrow().guestAgentConnected()).isFalse();
        assertThat(n1.pingGuestAgent(DB, Duration.ofMillis(100))).isFalse();
        assertRefused(
                HypervisorErrorCode.GUEST_AGENT_UNAVAILABLE, () -> n1.guestInterfaces(DB, Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @EnumSource
    void theEpochIsKept(StartMode mode) {
        n1.start(define(DB, "db", Guest.OBEDIENT), FIRST, mode);

        assertThat(n1.recordEpoch(DB, SECOND).epoch()).isEqualTo(SECOND);

        assertThat(n1.find(DB).orElseThrow().epoch()).isEqualTo(SECOND);
    }

    @Test
    void theHostTellsWhatItRuns() {
        var facts = n1.facts();

        assertThat(facts.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThat(facts.acceleratorReason()).isNotBlank();
    }

    private IncomingEndpoint startAndPrepare() {
        return startAndPrepare(anyPort());
    }

    /** Over one connection: memory channels send what fills a first buffer at once, which is all that this guest has. */
    private IncomingEndpoint startAndPrepareForATrickle() {
        return startAndPrepare(anyPort(0));
    }

    private IncomingEndpoint startAndPrepare(IncomingRequest request) {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);
        return n2.prepareIncoming(db, SECOND, request);
    }

    private void assertStayed() {
        Await.until("the guest runs on at its source", () -> state(n1, DB).equals(new VmState.Running()));
        awaitLife(n1, DB);
        Await.until("the target ends", () -> !state(n2, DB).hasProcess());
        assertThat(state(n2, DB)).isEqualTo(new VmState.Stopped(StopCause.INCOMING_ABORTED));
        // nothing of the attempt stands in the way of the next one
        var db = n1.find(DB).orElseThrow().definition();
        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, anyPort())), MigrationListener.SILENT);
        n2.awaitIncoming(DB, LONG);
        awaitLife(n2, DB);
    }

    private void awaitLife(Hypervisor host, VmId vm) {
        var before = heartbeat(host, vm);
        Await.until(
                "the guest's heart beats",
                () -> heartbeat(host, vm) > before + 1,
                () -> host.find(vm) + ", heartbeat " + heartbeat(host, vm));
    }

    private static VmState state(Hypervisor host, VmId vm) {
        return host.find(vm).orElseThrow().state();
    }

    private static MigrationListener once(Runnable action) {
        var done = new AtomicBoolean();
        return _ -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private static MigrationRequest to(IncomingEndpoint target) {
        return new MigrationRequest(target, null, 0, MigrationRequest.DEFAULT_DOWNTIME_LIMIT, LONG);
    }

    private static MigrationRequest trickle(IncomingEndpoint target) {
        return slowly(target, LONG);
    }

    private static MigrationRequest slowly(IncomingEndpoint target, Duration deadline) {
        return new MigrationRequest(target, null, A_TRICKLE_BYTES_PER_SECOND, Duration.ofMillis(10), deadline);
    }

    private static IncomingRequest anyPort() {
        return anyPort(IncomingEndpoint.MOST_MEMORY_CHANNELS);
    }

    private static IncomingRequest anyPort(int sourceMemoryChannels) {
        return new IncomingRequest(loopback(), PortRange.ANY, null, sourceMemoryChannels);
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    /** A port nothing listens on. */
    private static IncomingEndpoint nobody() {
        return new IncomingEndpoint(loopback(), 1, 0);
    }

    private static void assertRefused(HypervisorErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(HypervisorException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }
}
