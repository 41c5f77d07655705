package io.atoll.agent.ha;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.vm.StartGuard;
import io.atoll.agent.vm.VmPlan;
import io.atoll.ha.enforcer.EnforcerLink;
import io.atoll.ha.storage.EpochBlock;
import io.atoll.ha.storage.EpochContent;
import io.atoll.ha.storage.EpochWrite;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Rule H3: a VM under this host's lease starts only while the lease is good, and after its epoch is written beside its disks. */
final class LeaseGuard implements StartGuard {
    private static final Duration LEFT_FOR_A_START = Duration.ofMillis(1_500);
    private static final Duration LEFT_TO_RUN = Duration.ofMillis(500);
    private static final Duration STORAGE_DEADLINE = Duration.ofSeconds(5);

    private final HostId host;
    private final EnforcerLink enforcers;
    private final PoolWatch pools;

    LeaseGuard(HostId host, EnforcerLink enforcers, PoolWatch pools) {
        this.host = host;
        this.enforcers = enforcers;
        this.pools = pools;
    }

    @Override
    public boolean covers() {
        return enforcers.status().holdsFor(LEFT_TO_RUN);
    }

    @Override
    public void beforeProcess(VmPlan plan, VmEpoch epoch) {
        requireLease(plan.id(), LEFT_FOR_A_START);
        switch (write(plan.pool(), EpochContent.held(plan.id(), epoch, host))) {
            case EpochWrite.Written _ -> enforcers.raiseEpochFloor(epoch);
            case EpochWrite.Overtaken(var by) ->
                throw new RefusedException(
                        RefusalCode.STALE_EPOCH,
                        "VM %s was started with epoch %s by host %s; this start has epoch %s."
                                .formatted(plan.id(), by.epoch(), by.host(), epoch),
                        "Read the VM's owner again.");
            case EpochWrite.Refused(var why) -> throw new RefusedException(RefusalCode.POOL_UNREACHABLE, why);
        }
    }

    /**
     * Says beside the disks that this host has ended the VM and will not run it at this epoch. To be called only while nothing of it
     * runs here or can be started.
     */
    EpochWrite release(PoolId pool, VmId vm, VmEpoch epoch) {
        return write(pool, EpochContent.held(vm, epoch, host).released());
    }

    private EpochWrite write(PoolId on, EpochContent content) {
        try {
            return pools.require(on)
                    .run(pool -> new EpochBlock(pool, content.vm()).write(content), STORAGE_DEADLINE)
                    .join();
        } catch (CompletionException | CancellationException e) {
            throw new RefusedException(
                    RefusalCode.POOL_UNREACHABLE,
                    "The epoch of VM %s could not be written beside its disks on pool %s: %s."
                            .formatted(content.vm(), on, e.getCause() == null ? e : e.getCause()),
                    e,
                    "Check the pool's storage.");
        }
    }

    @Override
    public void beforeRun(VmId vm, VmEpoch epoch) {
        requireLease(vm, LEFT_TO_RUN);
    }

    private void requireLease(VmId vm, Duration left) {
        var status = enforcers.status();
        if (!status.holdsFor(left)) {
            throw new RefusedException(
                    RefusalCode.LEASE_MISSING,
                    "VM %s is highly available and needs a lease of this host for another %d ms; the lease is %s with %d ms left."
                            .formatted(
                                    vm,
                                    left.toMillis(),
                                    status.phase(),
                                    status.leaseLeft().toMillis()),
                    "Start it on another host, or look why this one cannot renew its lease: atoll-agent check.");
        }
    }
}
