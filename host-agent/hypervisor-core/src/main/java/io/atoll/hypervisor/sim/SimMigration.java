package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.MigrationProgress;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A guest on its way from one simulated host to another. All methods are called with the world locked. */
final class SimMigration {

    private static final Duration SETUP = Duration.ofMillis(20);
    private static final Duration DOWNTIME = Duration.ofMillis(100);
    private static final long NETWORK_BYTES_PER_SECOND = 1L << 30;
    private static final long MEBIBYTE_BYTES = 1L << 20;

    private final SimWorld world;
    private final SimMachine source;
    private final SimMachine target;
    private final long totalBytes;
    private final long bytesPerSecond;
    private final Instant began;
    private @Nullable MigrationResult result;
    private @Nullable HypervisorException failure;

    SimMigration(SimWorld world, SimMachine source, SimMachine target, MigrationRequest request) {
        this.world = world;
        this.source = source;
        this.target = target;
        this.totalBytes = source.definition().hardware().memory().value() * MEBIBYTE_BYTES;
        this.bytesPerSecond = request.policy().bandwidthBytesPerSecond() == 0
                ? NETWORK_BYTES_PER_SECOND
                : Math.min(NETWORK_BYTES_PER_SECOND, request.policy().bandwidthBytesPerSecond());
        this.began = world.now();
        var needed = SETUP.plusMillis(totalBytes * 1000 / bytesPerSecond).plus(DOWNTIME);
        if (needed.compareTo(request.deadline()) <= 0) {
            world.later(needed, () -> arrive(needed));
        } else {
            world.later(request.deadline(), this::timeOut);
        }
    }

    boolean isOver() {
        return result != null || failure != null;
    }

    /** The result of a migration that is over, or the reason why there is none as an exception of its own. */
    MigrationResult outcome() {
        if (result != null) {
            return result;
        }
        var why = failure;
        if (why == null) {
            throw new IllegalStateException("The migration is not over yet.");
        }
        throw new HypervisorException(why.code(), String.valueOf(why.getMessage()), why);
    }

    MigrationProgress progress() {
        var elapsedMillis = Duration.between(began, world.now()).toMillis();
        var sent = Math.min(totalBytes, elapsedMillis * bytesPerSecond / 1000);
        return new MigrationProgress(
                MigrationProgress.Phase.MEMORY, sent, totalBytes - sent, totalBytes, bytesPerSecond, 1, 0);
    }

    void cancel() {
        giveUp(HypervisorErrorCode.MIGRATION_CANCELLED, "was cancelled; the guest stays on this host");
    }

    /** The process at one end has died, or was ended. */
    void lost(SimMachine end) {
        giveUp(
                HypervisorErrorCode.MIGRATION_FAILED,
                end == source ? "failed: its process died" : "failed: its target ended");
    }

    private void timeOut() {
        giveUp(HypervisorErrorCode.MIGRATION_TIMEOUT, "was given up at its deadline; the guest stays on this host");
    }

    private void giveUp(HypervisorErrorCode code, String why) {
        if (isOver()) {
            return;
        }
        failure = new HypervisorException(code, "The migration of VM %s %s.".formatted(source.id(), why));
        source.observe(new VmSignal.MigrationGivenUp(source.isPaused()));
        target.observe(new VmSignal.ProcessEnded(StopCause.INCOMING_ABORTED));
    }

    private void arrive(Duration took) {
        if (isOver() || !(source.state() instanceof VmState.Migrating)) {
            return;
        }
        result = new MigrationResult(took, DOWNTIME, SETUP, totalBytes, 1);
        var paused = source.isPaused();
        var ran = source.ranFor();
        source.observe(new VmSignal.ProcessEnded(StopCause.MIGRATED_AWAY));
        world.lockDisks(target);
        world.stopListening(target);
        target.ranFor(ran);
        target.observe(target.arrival().isHeld() ? new VmSignal.IncomingHeld() : new VmSignal.IncomingArrived(paused));
    }
}
