package io.atoll.agent.vm;

import io.atoll.agent.operation.RefusedException;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the VMs between commands: takes over those an earlier run of the agent left running, clears away what ended
 * VMs used, puts rules back that somebody removed, and forgets VMs that were deleted, or ended long ago.
 */
public final class VmCaretaker {
    private static final Logger LOG = LoggerFactory.getLogger(VmCaretaker.class);

    /** Long enough for a manager that was away to hear how a VM ended. */
    private static final Duration ENDED_KEPT = Duration.ofHours(24);

    /** Long enough for a repeated question how the migration went. */
    private static final Duration MIGRATED_KEPT = Duration.ofMinutes(15);

    private final Hypervisor hypervisor;
    private final VmPreparation preparation;
    private final VmLocks locks;
    private final Clock clock;
    private final Executor executor;

    public VmCaretaker(
            Hypervisor hypervisor, VmPreparation preparation, VmLocks locks, Clock clock, Executor executor) {
        this.hypervisor = hypervisor;
        this.preparation = preparation;
        this.locks = locks;
        this.clock = clock;
        this.executor = executor;
    }

    /** Takes over what runs, untouched, and clears away what does not. Once, before anything else. */
    public List<VmStatus> adopt() {
        var found = hypervisor.adopt();
        for (var vm : found) {
            LOG.info(
                    "{} vm={} state={} epoch={}",
                    vm.adopted() ? "Adopted" : "Found",
                    vm.id(),
                    vm.state().label(),
                    vm.epoch());
        }
        tidy();
        return found;
    }

    /** A VM has no process any more: its ports go, without holding up whoever tells. */
    public void ended(VmStatus status) {
        executor.execute(() -> release(status.id()));
    }

    /** Called again and again. */
    public void tidy() {
        preparation.leftBehind().forEach(this::release);
        preparation.reconcile();
        for (var vm : hypervisor.list()) {
            if (isForgettable(vm)) {
                forget(vm);
            }
        }
    }

    /**
     * Forgets ended VMs that were deleted since, through whichever host: their folders are gone from a pool that is there.
     * Called again and again, apart from {@link #tidy}: it waits for storage.
     */
    public void forgetDeleted() {
        hypervisor.list().stream()
                .filter(vm -> !vm.state().hasProcess() && isDeleted(vm.definition()))
                .forEach(this::forget);
    }

    private static boolean isDeleted(VmDefinition definition) {
        var disks = definition.disks();
        return !disks.isEmpty() && disks.stream().allMatch(disk -> isFolderGone(disk.path()));
    }

    /** The folder of all VMs is asked too: without it, the pool is away. */
    private static boolean isFolderGone(Path disk) {
        var folder = disk.getParent();
        var all = folder == null ? null : folder.getParent();
        return all != null && Files.isDirectory(all) && Files.notExists(folder);
    }

    private void release(VmId vm) {
        try (var _ = locks.hold(vm)) {
            preparation.undoUnlessRunning(vm);
        } catch (RefusedException e) {
            LOG.info("Clearing away later vm={} reason=\"{}\"", vm, e.getMessage());
        }
    }

    private boolean isForgettable(VmStatus vm) {
        var age = Duration.between(vm.since(), clock.instant());
        return switch (vm.state()) {
            case VmState.Stopped(var cause) ->
                age.compareTo(cause == StopCause.MIGRATED_AWAY ? MIGRATED_KEPT : ENDED_KEPT) > 0;
            case VmState.Crashed(var _) -> age.compareTo(ENDED_KEPT) > 0;
            case VmState.Starting(),
                    VmState.Running(),
                    VmState.Paused(var _),
                    VmState.Stopping(),
                    VmState.Incoming(),
                    VmState.Migrating() -> false;
        };
    }

    private void forget(VmStatus vm) {
        try (var _ = locks.hold(vm.id())) {
            hypervisor.delete(vm.id());
            LOG.info(
                    "Forgot a VM that ended vm={} state={} since={}",
                    vm.id(),
                    vm.state().label(),
                    vm.since());
        } catch (HypervisorException | RefusedException e) {
            LOG.info("Forgetting later vm={} reason=\"{}\"", vm.id(), e.getMessage());
        }
    }
}
