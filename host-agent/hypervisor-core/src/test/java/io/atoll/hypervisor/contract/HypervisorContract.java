package io.atoll.hypervisor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.Hypervisor.StartMode;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.PortRange;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every driver does: with VMs on one host, as inherited, and with VMs that move between two. */
public abstract class HypervisorContract extends LifeContract {

    /** So little that a migration lasts until somebody ends it. */
    private static final long A_TRICKLE_BYTES_PER_SECOND = 20_000;

    private static final VmState ARRIVED = new VmState.Paused(PauseCause.ARRIVED);

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
    void aHeldGuestStandsStillUntilItIsAdmitted() throws Exception {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        Await.until("some heartbeats", () -> heartbeat(n1, DB) > 10);

        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, held(Arrival.HELD))), MigrationListener.SILENT);

        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(ARRIVED);
        assertThat(state(n1, DB)).isEqualTo(new VmState.Stopped(StopCause.MIGRATED_AWAY));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.resume(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.pause(DB));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.reset(DB));
        assertStandsStill(n2);
        n2.close();
        n2 = open("n2");
        assertThat(n2.adopt().getFirst().state())
                .as("to the next run of the agent")
                .isEqualTo(ARRIVED);
        assertStandsStill(n2);

        assertThat(n2.admit(DB).state()).isEqualTo(new VmState.Running());
        awaitLife(n2, DB);
        assertThat(heartbeat(n2, DB)).as("it was not restarted").isGreaterThanOrEqualTo(10);
        assertThat(n2.admit(DB).state()).as("admitted again").isEqualTo(new VmState.Running());
    }

    private void assertStandsStill(Hypervisor host) throws InterruptedException {
        var before = heartbeat(host, DB);
        Thread.sleep(300);
        assertThat(heartbeat(host, DB)).isEqualTo(before);
    }

    @Test
    void aGuestThatWasPausedStaysPausedWhenItIsAdmitted() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);
        n1.pause(DB);

        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, held(Arrival.HELD_THEN_PAUSED))), MigrationListener.SILENT);
        assertThat(n2.awaitIncoming(DB, LONG).state()).isEqualTo(ARRIVED);

        assertThat(n2.admit(DB).state()).isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        assertThat(n2.admit(DB).state()).as("admitted again").isEqualTo(new VmState.Paused(PauseCause.REQUESTED));
        n2.resume(DB);
        awaitLife(n2, DB);
    }

    @Test
    void aHeldGuestCanBeTurnedAway() {
        var db = define(DB, "db", Guest.OBEDIENT);
        n1.start(db, FIRST, StartMode.RUNNING);
        awaitLife(n1, DB);
        n1.migrate(DB, to(n2.prepareIncoming(db, SECOND, held(Arrival.HELD))), MigrationListener.SILENT);
        n2.awaitIncoming(DB, LONG);

        assertThat(n2.abortIncoming(DB).state()).isEqualTo(new VmState.Stopped(StopCause.INCOMING_ABORTED));
        assertRefused(HypervisorErrorCode.VM_WRONG_STATE, () -> n2.admit(DB));
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
                    assertThat(n1.sample(DB).memory().residentBytes()).isPositive();
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

    private static MigrationListener once(Runnable action) {
        var done = new AtomicBoolean();
        return _ -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private static MigrationRequest trickle(IncomingEndpoint target) {
        return slowly(target, LONG);
    }

    private static MigrationRequest slowly(IncomingEndpoint target, Duration deadline) {
        return new MigrationRequest(
                target, null, MigrationPolicy.withPause(A_TRICKLE_BYTES_PER_SECOND, Duration.ofMillis(10)), deadline);
    }
}
