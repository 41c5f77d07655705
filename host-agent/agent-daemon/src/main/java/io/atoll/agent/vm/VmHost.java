package io.atoll.agent.vm;

import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.OperationWork.LeftoversException;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.KeysPressed;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops and deletes the VMs of this host. Every method may be called again with the same arguments: it looks at
 * what is there first. Commands with an epoch older than the VM's are refused.
 */
public final class VmHost {
    private static final Logger LOG = LoggerFactory.getLogger(VmHost.class);

    private final Hypervisor hypervisor;
    private final VmPreparation preparation;
    private final AttachedPools pools;
    private final Checks checks;
    private final VmLocks locks;

    public VmHost(Hypervisor hypervisor, VmPreparation preparation, AttachedPools pools, Checks checks, VmLocks locks) {
        this.hypervisor = hypervisor;
        this.preparation = preparation;
        this.pools = pools;
        this.checks = checks;
        this.locks = locks;
    }

    /** Who must agree before a guest runs here; the guard is asked for highly available VMs only. */
    public record Checks(OwnerCheck owners, StartGuard guard) {}

    /**
     * Starts the VM: everything is set up with the guest standing still, then the owner is read once more, and only then
     * the guest runs. On failure nothing of it is left.
     */
    public VmStatus start(VmPlan plan, VmEpoch epoch, boolean paused, OperationContext context) {
        var covered = plan.highlyAvailable() && checks.guard().covers();
        return start(plan, epoch, new How(covered, paused), context);
    }

    /** On HA's behalf: only under this host's lease, whatever runs here of an older epoch is ended first. */
    public VmStatus startUnderLease(VmPlan plan, VmEpoch epoch, OperationContext context) {
        var left = hypervisor.find(plan.id()).orElse(null);
        if (left != null && left.state().hasProcess() && left.epoch().isOlderThan(epoch)) {
            discard(plan.id(), left.epoch());
        }
        return start(plan, epoch, new How(true, false), context);
    }

    /** Under this host's lease or not; let run or left standing. */
    private record How(boolean covered, boolean paused) {}

    private VmStatus start(VmPlan plan, VmEpoch epoch, How how, OperationContext context) {
        try (var _ = locks.hold(plan.id())) {
            checks.owners().requireOwner(plan.id(), epoch);
            var there = hypervisor.find(plan.id()).orElse(null);
            if (there != null && there.state().hasProcess()) {
                return continueStart(there, epoch, how.paused());
            }
            try {
                context.progress(Progress.phase(10, "preparing"));
                if (how.covered()) {
                    checks.guard().beforeProcess(plan, epoch);
                }
                var definition = preparation.forStart(plan, how.covered());
                context.stopIfCancelled();
                context.progress(Progress.phase(40, "starting"));
                var started = hypervisor.start(definition, epoch, Hypervisor.StartMode.PAUSED);
                context.stopIfCancelled();
                context.progress(Progress.phase(90, "checking the owner"));
                checks.owners().requireOwner(plan.id(), epoch);
                return how.paused() ? started : letRun(started, epoch);
            } catch (RuntimeException e) {
                throw cleanedUp(plan.id(), e);
            }
        }
    }

    /** Presses the power button and waits; a cancelled operation ends the wait at once, and the guest may still go down. */
    public VmStatus shutdown(VmId vm, VmEpoch epoch, Duration deadline, OperationContext context) {
        var givenUp = new CompletableFuture<Void>();
        context.onCancel(() -> givenUp.complete(null));
        try {
            return command(vm, epoch, id -> hypervisor.shutdown(id, deadline, givenUp));
        } catch (HypervisorException e) {
            if (e.code() == HypervisorErrorCode.SHUTDOWN_TIMEOUT) {
                context.stopIfCancelled();
            }
            throw e;
        }
    }

    public VmStatus stop(VmId vm, VmEpoch epoch) {
        return command(vm, epoch, hypervisor::stop);
    }

    public VmStatus reset(VmId vm, VmEpoch epoch) {
        return command(vm, epoch, hypervisor::reset);
    }

    public VmStatus pause(VmId vm, VmEpoch epoch) {
        return command(vm, epoch, hypervisor::pause);
    }

    public VmStatus resume(VmId vm, VmEpoch epoch) {
        return command(vm, epoch, id -> letRun(requireKnown(hypervisor, id), epoch));
    }

    /**
     * Brings the devices of a guest that runs here in line with the plan, and says with {@code keep} that they are. Called again it
     * does what is missing.
     */
    public VmStatus applyDevices(VmPlan plan, VmEpoch epoch, Duration patience, Runnable keep) {
        try (var _ = locks.hold(plan.id())) {
            var there = requireKnown(hypervisor, plan.id());
            requireCurrent(there, epoch);
            var after = preparation.applyDevices(plan, there, patience);
            keep.run();
            return after;
        }
    }

    /** Makes a disk larger, under the guest where the VM runs here. */
    public void growDisk(VmId vm, VmEpoch epoch, VmPlan.Disk disk) {
        try (var _ = locks.hold(vm)) {
            var there = hypervisor.find(vm).orElse(null);
            if (there != null) {
                requireCurrent(there, epoch);
            }
            if (there != null && there.state().hasProcess()) {
                hypervisor.devices().growDisk(vm, disk.index(), disk.size());
            } else {
                pools.require(disk.pool()).volumes().grow(vm, disk.image(), disk.size());
            }
        }
    }

    /** Removes the file of a disk that the VM does not have any more. */
    public void deleteDisk(VmId vm, VmEpoch epoch, PoolId pool, int index) {
        try (var _ = locks.hold(vm)) {
            var there = hypervisor.find(vm).orElse(null);
            if (there != null) {
                requireCurrent(there, epoch);
            }
            if (there != null
                    && there.state().hasProcess()
                    && there.definition().disk(index).isPresent()) {
                throw new RefusedException(
                        RefusalCode.DISK_IN_USE,
                        "VM %s is %s on this host and has disk %d."
                                .formatted(vm, there.state().label(), index),
                        "Remove the disk from the VM first.");
            }
            var existed = pools.require(pool).volumes().delete(vm, index);
            LOG.info("Deleted a disk vm={} disk={} pool={} existed={}", vm, index, pool, existed);
        }
    }

    /** Presses keys of a guest that runs here under this epoch; the VM's other commands do not wait for it. */
    public KeysPressed type(VmId vm, VmEpoch epoch, Keystrokes keystrokes, CompletableFuture<?> givenUp) {
        requireCurrent(requireKnown(hypervisor, vm), epoch);
        return hypervisor.type(vm, keystrokes, givenUp);
    }

    /** Removes the VM's folder from its pool and everything this host knows of it. Disks in use anywhere are not touched. */
    public void delete(VmId vm, PoolId pool, VmEpoch epoch) {
        try (var _ = locks.hold(vm)) {
            var there = hypervisor.find(vm).orElse(null);
            if (there != null) {
                requireCurrent(there, epoch);
                if (there.state().hasProcess()) {
                    throw new RefusedException(
                            RefusalCode.VM_WRONG_STATE,
                            "VM %s is %s on this host."
                                    .formatted(vm, there.state().label()),
                            "Stop it first.");
                }
            }
            var existed = pools.require(pool).vms().delete(vm);
            if (there != null) {
                hypervisor.delete(vm);
            }
            preparation.undo(vm);
            LOG.info("Deleted vm={} pool={} existed={}", vm, pool, existed);
        }
    }

    /** Ends a process that must not run here any more, of exactly this epoch; nothing asks its owner. */
    public void discard(VmId vm, VmEpoch epoch) {
        try (var _ = locks.hold(vm)) {
            var there = hypervisor.find(vm).orElse(null);
            if (there == null || !there.state().hasProcess() || !there.epoch().equals(epoch)) {
                return;
            }
            if (there.state() instanceof VmState.Incoming) {
                hypervisor.abortIncoming(vm);
            } else {
                hypervisor.stop(vm);
            }
            preparation.undoUnlessRunning(vm);
        }
    }

    /** Ends the process of exactly this epoch, so that another host may run the VM: nobody wanted it to be off. */
    public void letGo(VmId vm, VmEpoch epoch) {
        try (var _ = locks.hold(vm)) {
            var there = hypervisor.find(vm).orElse(null);
            if (there == null || !there.state().hasProcess() || !there.epoch().equals(epoch)) {
                return;
            }
            hypervisor.letGo(vm);
            preparation.undoUnlessRunning(vm);
        }
    }

    /** Does something while nothing of the VM runs here and nobody can start it; empty: a process of it is there. */
    public <T> Optional<T> whileEnded(VmId vm, Supplier<T> work) {
        try (var _ = locks.hold(vm)) {
            var there = hypervisor.find(vm).orElse(null);
            return there != null && there.state().hasProcess() ? Optional.empty() : Optional.of(work.get());
        }
    }

    /** Takes a VM that runs uncovered under this host's lease. */
    public void cover(VmId vm) {
        try (var _ = locks.hold(vm)) {
            var there = requireKnown(hypervisor, vm);
            checks.owners().requireOwner(vm, there.epoch());
            checks.guard().beforeRun(vm, there.epoch());
            hypervisor.setHighlyAvailable(vm, true);
        }
    }

    private VmStatus command(VmId vm, VmEpoch epoch, Function<VmId, VmStatus> action) {
        var status = requireKnown(hypervisor, vm);
        requireCurrent(status, epoch);
        var after = action.apply(vm);
        return after.state().hasProcess() ? after : ended(after);
    }

    /** The answer to a stop comes when the network is cleared away too. */
    private VmStatus ended(VmStatus status) {
        try (var _ = locks.hold(status.id())) {
            preparation.undoUnlessRunning(status.id());
        }
        return status;
    }

    /** An agent that died in the middle of a start finds the guest standing still; the repeated start lets it go on. */
    private VmStatus continueStart(VmStatus there, VmEpoch epoch, boolean paused) {
        requireCurrent(there, epoch);
        return switch (there.state()) {
            case VmState.Paused(var _) -> paused ? there : letRun(there, epoch);
            case VmState.Running() -> there;
            case VmState.Starting(),
                    VmState.Stopping(),
                    VmState.Incoming(),
                    VmState.Migrating(),
                    VmState.Stopped(var _),
                    VmState.Crashed(var _) ->
                throw new RefusedException(
                        RefusalCode.VM_WRONG_STATE,
                        "VM %s is %s on this host already."
                                .formatted(there.id(), there.state().label()));
        };
    }

    private VmStatus letRun(VmStatus status, VmEpoch epoch) {
        if (status.definition().highlyAvailable()) {
            checks.guard().beforeRun(status.id(), epoch);
        }
        return hypervisor.resume(status.id());
    }

    private RuntimeException cleanedUp(VmId vm, RuntimeException failure) {
        try {
            hypervisor.find(vm).ifPresent(left -> {
                if (left.state().hasProcess()) {
                    hypervisor.stop(vm);
                }
                hypervisor.delete(vm);
            });
            preparation.undo(vm);
            return failure;
        } catch (RuntimeException e) {
            LOG.error("Traces of a failed start are left vm={}", vm, e);
            failure.addSuppressed(e);
            return new LeftoversException(failure);
        }
    }

    static VmStatus requireKnown(Hypervisor hypervisor, VmId vm) {
        return hypervisor
                .find(vm)
                .orElseThrow(() ->
                        new RefusedException(RefusalCode.VM_NOT_FOUND, "VM %s is not on this host.".formatted(vm)));
    }

    /** An older epoch is a command from before the owner changed; a newer one is kept, for the owner is this host still. */
    void requireCurrent(VmStatus status, VmEpoch epoch) {
        requireNotOlder(status, epoch);
        if (status.epoch().isOlderThan(epoch)) {
            if (status.state().hasProcess()) {
                checks.owners().requireOwner(status.id(), epoch);
            }
            hypervisor.recordEpoch(status.id(), epoch);
        }
    }

    static void requireNotOlder(VmStatus status, VmEpoch epoch) {
        if (epoch.isOlderThan(status.epoch())) {
            throw new RefusedException(
                    RefusalCode.STALE_EPOCH,
                    "The command is for epoch %s of VM %s, here it has epoch %s."
                            .formatted(epoch, status.id(), status.epoch()),
                    "Read the VM's owner again.");
        }
    }
}
