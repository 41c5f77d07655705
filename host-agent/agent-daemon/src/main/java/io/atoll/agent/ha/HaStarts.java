package io.atoll.agent.ha;

import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.OperationWork.LeftoversException;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.server.StoredSpecs;
import io.atoll.agent.vm.VmHost;
import io.atoll.ha.facts.FailureCause;
import io.atoll.ha.zk.facts.Protection;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and ends VMs on HA's behalf, from the signed spec beside their disks, without manager and database. */
final class HaStarts {
    private static final Logger LOG = LoggerFactory.getLogger(HaStarts.class);

    private final VmHost vms;
    private final StoredSpecs specs;
    private final StartQueue queue;

    HaStarts(VmHost vms, StoredSpecs specs, int startsAtOnce) {
        this.vms = vms;
        this.specs = specs;
        this.queue = new StartQueue(startsAtOnce);
    }

    /** How many VMs this host may start at once. */
    void atOnce(int limit) {
        queue.atOnce(limit);
    }

    /** A place among those that wait to be started; {@link #start} or {@link #giveUp} must follow. */
    StartQueue.Ticket join(Protection protection) {
        return queue.join(protection.priority().weight());
    }

    void giveUp(StartQueue.Ticket ticket) {
        queue.giveUp(ticket);
    }

    /** Empty: it runs. Else why not. */
    Optional<FailureReason> start(Protection protection, VmEpoch epoch, StartQueue.Ticket ticket) {
        try {
            queue.enter(ticket);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(new FailureReason(FailureCause.START_FAILED, "the agent is ending"));
        }
        try {
            var plan = specs.plan(protection.pool(), protection.vm(), protection.specSha256());
            vms.startUnderLease(plan, epoch, NOBODY_WATCHES);
            LOG.info("HA has started vm={} epoch={}", protection.vm(), epoch);
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("HA could not start vm={} epoch={}", protection.vm(), epoch, e);
            return Optional.of(reason(e));
        } finally {
            queue.leave();
        }
    }

    private static FailureReason reason(RuntimeException failure) {
        return switch (failure) {
            case LeftoversException leftovers
            when leftovers.getCause() instanceof RuntimeException cause -> reason(cause);
            case HypervisorException refused
            when refused.code() == HypervisorErrorCode.DISK_IN_USE ->
                new FailureReason(FailureCause.IMAGE_LOCKED, String.valueOf(refused.getMessage()));
            case RefusedException refused -> new FailureReason(FailureCause.START_FAILED, refused.detail());
            default -> new FailureReason(FailureCause.START_FAILED, String.valueOf(failure.getMessage()));
        };
    }

    /** It belongs to somebody else, or is to be started anew: its process ends here. */
    void end(VmStatus vm) {
        LOG.warn("Ending a VM whose epoch is over vm={} epoch={}", vm.id(), vm.epoch());
        vms.discard(vm.id(), vm.epoch());
    }

    /** The HA leader wants another host to run it. Returns once its process has gone. */
    void letGo(VmId vm, VmEpoch epoch) {
        LOG.warn("Ending a VM because the HA leader orders it vm={} epoch={}", vm, epoch);
        vms.letGo(vm, epoch);
    }

    /** See {@link VmHost#whileEnded}. */
    <T> Optional<T> whileEnded(VmId vm, Supplier<T> work) {
        return vms.whileEnded(vm, work);
    }

    /** A VM that ran without a lease runs under this host's from now on. */
    void cover(VmStatus vm) {
        vms.cover(vm.id());
        LOG.info("Under this host's lease from now on vm={} epoch={}", vm.id(), vm.epoch());
    }

    private static final OperationContext NOBODY_WATCHES = new OperationContext() {
        @Override
        public void progress(Progress progress) {
            // HA's timeline tells it.
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            // Nobody can.
        }
    };
}
