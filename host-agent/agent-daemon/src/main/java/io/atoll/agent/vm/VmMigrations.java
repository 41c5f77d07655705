package io.atoll.agent.vm;

import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.OperationWork.LeftoversException;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationPolicy;
import io.atoll.hypervisor.api.MigrationProgress;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both ends of a live migration. Encrypted, each side knowing the other by its host certificate. */
public final class VmMigrations {
    private static final Logger LOG = LoggerFactory.getLogger(VmMigrations.class);
    private static final Duration DEADLINE = Duration.ofHours(2);

    private final Hypervisor hypervisor;
    private final VmPreparation preparation;
    private final MigrationEndpoints endpoints;
    private final VmHost.Checks checks;
    private final VmLocks locks;

    public VmMigrations(
            Hypervisor hypervisor,
            VmPreparation preparation,
            MigrationEndpoints endpoints,
            VmHost.Checks checks,
            VmLocks locks) {
        this.hypervisor = hypervisor;
        this.preparation = preparation;
        this.endpoints = endpoints;
        this.checks = checks;
        this.locks = locks;
    }

    /** How a migration is sent. */
    public record Sending(VmId vm, VmEpoch epoch, Target target, MigrationPolicy policy) {}

    /** Where the target waits, and over how many connections for memory beside the first. */
    public record Target(String address, int port, int memoryChannels) {}

    /** Where a guest comes from, whether people have paused it there, and where its devices sit. */
    public record Origin(HostId host, int memoryChannels, boolean paused, DeviceLayout layout) {}

    /** On the target: a process that lets in the source host alone and waits. On failure nothing of it is left. */
    public IncomingEndpoint prepareIncoming(VmPlan plan, VmEpoch epoch, Origin origin) {
        try (var _ = locks.hold(plan.id())) {
            var there = hypervisor.find(plan.id()).orElse(null);
            if (there != null) {
                VmHost.requireNotOlder(there, epoch);
                requireNoGuest(there);
                discard(there); // waiting from an earlier attempt: nobody knows its port any more
            }
            try {
                var covered = plan.highlyAvailable() && checks.guard().covers();
                if (covered) {
                    checks.guard().beforeProcess(plan, epoch);
                }
                var definition = preparation.forIncoming(plan, covered, origin.layout());
                var request = endpoints.incoming(origin, arrival(plan, origin));
                return hypervisor.prepareIncoming(definition, epoch, request);
            } catch (RuntimeException e) {
                throw cleanedUp(plan.id(), e);
            }
        }
    }

    /** Whoever may be given to a third host when its source dies stands still until this host has become the owner. */
    private static Arrival arrival(VmPlan plan, Origin origin) {
        if (!plan.highlyAvailable()) {
            return Arrival.AS_SENT;
        }
        return origin.paused() ? Arrival.HELD_THEN_PAUSED : Arrival.HELD;
    }

    /** On the target, when the migration will not happen. */
    public VmStatus abortIncoming(VmId vm, VmEpoch epoch) {
        try (var _ = locks.hold(vm)) {
            var status = VmHost.requireKnown(hypervisor, vm);
            VmHost.requireNotOlder(status, epoch);
            requireNoGuest(status);
            var aborted = status.state().hasProcess() ? hypervisor.abortIncoming(vm) : status;
            hypervisor.delete(vm);
            preparation.undo(vm);
            LOG.info("Incoming migration ended vm={} epoch={}", vm, epoch);
            return aborted;
        }
    }

    /** On the source: sends the guest, or follows the migration that an earlier run of the agent began. */
    public MigrationResult migrate(Sending sending, OperationContext context) {
        var status = VmHost.requireKnown(hypervisor, sending.vm());
        VmHost.requireNotOlder(status, sending.epoch());
        context.onCancel(() -> cancel(sending.vm()));
        var listener = progressTo(context);
        var result = isUnderWayOrDone(status)
                ? hypervisor.rejoinMigration(sending.vm(), listener)
                : send(status, sending, listener);
        try (var _ = locks.hold(sending.vm())) {
            preparation.undoUnlessRunning(sending.vm());
        }
        LOG.info(
                "Migrated away vm={} totalMs={} downtimeMs={} bytes={}",
                sending.vm(),
                result.total().toMillis(),
                result.downtime().toMillis(),
                result.transferredBytes());
        return result;
    }

    /** A guest whose target could not become the owner would stand still there: it is not sent off with that in view. */
    private MigrationResult send(VmStatus status, Sending sending, MigrationListener listener) {
        if (status.definition().highlyAvailable()) {
            checks.owners().requireOwner(sending.vm(), sending.epoch());
            checks.guard().beforeRun(sending.vm(), sending.epoch());
        }
        return hypervisor.migrate(sending.vm(), request(sending), listener);
    }

    private MigrationRequest request(Sending sending) {
        var target = endpoints.target(sending.target());
        return new MigrationRequest(target, endpoints.outgoing(sending.target().address()), sending.policy(), DEADLINE);
    }

    private void cancel(VmId vm) {
        try {
            hypervisor.cancelMigration(vm);
        } catch (HypervisorException e) {
            LOG.info("Nothing to cancel vm={} reason=\"{}\"", vm, e.getMessage());
        }
    }

    private static boolean isUnderWayOrDone(VmStatus status) {
        return status.state() instanceof VmState.Migrating
                || (status.state() instanceof VmState.Stopped(var cause) && cause == StopCause.MIGRATED_AWAY);
    }

    private static void requireNoGuest(VmStatus status) {
        if (status.state().hasProcess() && !(status.state() instanceof VmState.Incoming)) {
            throw new RefusedException(
                    RefusalCode.VM_WRONG_STATE,
                    "VM %s is %s on this host."
                            .formatted(status.id(), status.state().label()));
        }
    }

    private void discard(VmStatus left) {
        if (left.state() instanceof VmState.Incoming) {
            hypervisor.abortIncoming(left.id());
        }
        hypervisor.delete(left.id());
        preparation.undo(left.id());
    }

    private RuntimeException cleanedUp(VmId vm, RuntimeException failure) {
        try {
            hypervisor.find(vm).ifPresent(this::discard);
            preparation.undo(vm);
            return failure;
        } catch (RuntimeException e) {
            LOG.error("Traces of a failed incoming migration are left vm={}", vm, e);
            failure.addSuppressed(e);
            return new LeftoversException(failure);
        }
    }

    private static MigrationListener progressTo(OperationContext context) {
        return progress -> context.progress(new Progress(
                progress.percent(),
                progress.transferredBytes(),
                progress.totalBytes(),
                progress.bytesPerSecond(),
                phase(progress)));
    }

    private static String phase(MigrationProgress progress) {
        return progress.phase().name().toLowerCase(Locale.ROOT);
    }
}
