package io.atoll.agent.vm;

import io.atoll.agent.operation.RefusedException;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of a highly available VM's move: the guest has arrived and stands still; this host makes itself the owner
 * and only then lets it go on. While that is unknown it is tried again without end, also by a later run of the agent, which
 * finds the guest standing as the hypervisor tells of it. Who has lost the VM meanwhile ends the guest.
 */
public final class Arrivals implements VmListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

    private final Hypervisor hypervisor;
    private final VmPreparation preparation;
    private final Handover handover;
    private final StartGuard guard;
    private final VmLocks locks;
    private final Executor executor;
    private final Set<VmId> atWork = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private Hypervisor.@Nullable Subscription subscription;

    public Arrivals(
            Hypervisor hypervisor,
            VmPreparation preparation,
            Handover handover,
            StartGuard guard,
            VmLocks locks,
            Executor executor) {
        this.hypervisor = hypervisor;
        this.preparation = preparation;
        this.handover = handover;
        this.guard = guard;
        this.locks = locks;
        this.executor = executor;
    }

    /** From now on; also for guests that arrived before. */
    public void begin() {
        subscription = hypervisor.subscribe(this);
    }

    @Override
    public void vmChanged(VmStatus status) {
        if (isHeld(status) && !closed && atWork.add(status.id())) {
            executor.execute(() -> settle(status.id(), status.epoch()));
        }
    }

    @Override
    public void vmGone(VmId vm, VmEpoch lastEpoch) {
        // What is gone needs nothing.
    }

    @Override
    public void vmEvent(VmEvent event) {
        // The state says all.
    }

    private static boolean isHeld(VmStatus status) {
        return status.state() instanceof VmState.Paused(var cause) && cause == PauseCause.ARRIVED;
    }

    private void settle(VmId vm, VmEpoch epoch) {
        String lastTrouble = null;
        try {
            while (!closed) {
                var trouble = attempt(vm, epoch);
                if (trouble == null) {
                    return;
                }
                if (!trouble.equals(lastTrouble)) {
                    LOG.warn(
                            "An arrived guest stands still until this host owns it vm={} epoch={} reason=\"{}\"",
                            vm,
                            epoch,
                            trouble);
                    lastTrouble = trouble;
                }
                Thread.sleep(AGAIN_AFTER);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            atWork.remove(vm);
        }
    }

    /** Null: it is settled, one way or the other. */
    private @Nullable String attempt(VmId vm, VmEpoch epoch) {
        try {
            if (held(vm, epoch) == null) {
                return null;
            }
            return switch (handover.take(vm, epoch)) {
                case Handover.Answer.Owned() -> {
                    letGoOn(vm, epoch);
                    yield null;
                }
                case Handover.Answer.Lost(var reason) -> {
                    LOG.warn(
                            "An arrived guest is ended because it belongs elsewhere vm={} epoch={} reason=\"{}\"",
                            vm,
                            epoch,
                            reason);
                    end(vm, epoch);
                    yield null;
                }
                case Handover.Answer.Unknown(var reason) -> reason;
            };
        } catch (RefusedException e) {
            return e.detail();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private @Nullable VmStatus held(VmId vm, VmEpoch epoch) {
        return hypervisor
                .find(vm)
                .filter(there -> isHeld(there) && there.epoch().equals(epoch))
                .orElse(null);
    }

    /** First it runs, then others hear of it: so it stands still for less, and nothing is said that is not so. */
    private void letGoOn(VmId vm, VmEpoch epoch) {
        try (var _ = locks.hold(vm)) {
            var there = held(vm, epoch);
            if (there == null || closed) {
                return;
            }
            if (there.definition().highlyAvailable()) {
                guard.beforeRun(vm, epoch);
            }
            hypervisor.admit(vm);
        }
        LOG.info("An arrived guest goes on vm={} epoch={}", vm, epoch);
        handover.tellThatItRuns(vm, epoch);
    }

    private void end(VmId vm, VmEpoch epoch) {
        try (var _ = locks.hold(vm)) {
            if (held(vm, epoch) != null) {
                hypervisor.abortIncoming(vm);
                preparation.undoUnlessRunning(vm);
            }
        }
    }

    /** Guests that stand still go on standing; the next run of the agent finds them. */
    @Override
    public void close() {
        closed = true;
        var told = subscription;
        if (told != null) {
            told.close();
        }
    }
}
