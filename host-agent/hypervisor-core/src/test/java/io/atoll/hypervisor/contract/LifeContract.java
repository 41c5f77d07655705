package io.atoll.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every driver does with VMs on one host. */
abstract class LifeContract extends ConsoleContract {
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
    void nobodyHasToWaitForAGuestThatDoesNotListen() {
        n1.start(define(DB, "db", Guest.DEAF), FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);
        var givenUp = CompletableFuture.completedFuture("enough");

        assertRefused(HypervisorErrorCode.SHUTDOWN_TIMEOUT, () -> n1.shutdown(DB, Duration.ofDays(1), givenUp));

        Await.until("the guest runs on", () -> state(n1, DB).equals(new VmState.Running()));
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

        Await.until(
                "processor time is used",
                () -> n1.sample(DB).cpu().used().compareTo(first.cpu().used()) > 0);
        var later = n1.sample(DB);

        assertThat(later.vm()).isEqualTo(DB);
        assertThat(later.at()).isAfter(first.at());
        assertThat(later.memory().residentBytes()).isPositive();
        assertThat(later.process()).isEqualTo(first.process());
        assertThat(Objects.requireNonNull(later.disk()).inBytes())
                .isGreaterThanOrEqualTo(Objects.requireNonNull(first.disk()).inBytes());
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
}
