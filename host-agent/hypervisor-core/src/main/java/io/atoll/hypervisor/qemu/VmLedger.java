package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmEvent;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.vm.PauseCause;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmCommand;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmSignal;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that knows what a VM is doing: state, record on disk, and what listeners were told agree here. Every
 * change of state goes through the state machine.
 */
final class VmLedger {

    private static final Logger LOG = LoggerFactory.getLogger(VmLedger.class);

    private final VmFolder folder;
    private final InstantSource clock;
    private final Announcer announcer;
    private VmRecord record;
    private VmState state;
    private Instant since;
    private boolean adopted;
    private boolean guestAgentConnected;
    private int memoryChannels;

    /** A VM this host has just heard of. */
    VmLedger(VmRecord record, VmState state, VmFolder folder, InstantSource clock, Announcer announcer) {
        this.record = record;
        this.state = state;
        this.folder = folder;
        this.clock = clock;
        this.announcer = announcer;
        this.since = clock.instant();
    }

    VmId id() {
        return status().id();
    }

    synchronized VmRecord record() {
        return record;
    }

    synchronized VmState state() {
        return state;
    }

    synchronized VmStatus status() {
        return new VmStatus(
                record.definition(),
                record.epoch(),
                state,
                since,
                state.hasProcess() ? record.process() : null,
                adopted,
                guestAgentConnected,
                state.hasProcess() ? memoryChannels : 0);
    }

    /** The state the command leads to, or empty when there is nothing to do; refuses what the state does not allow. */
    synchronized Optional<VmState> require(VmCommand command) {
        return switch (VmLifecycle.command(state, command)) {
            case Transition.Allowed(var next) -> Optional.of(next);
            case Transition.AlreadyThere() -> Optional.empty();
            case Transition.Refused refused -> throw HypervisorException.wrongState(id(), refused);
        };
    }

    /** A new life of the VM on this host. Fails when it cannot be written down, because then it could not be found again. */
    synchronized void begin(VmDefinition definition, VmEpoch epoch, String bootId, VmState next, Phase phase) {
        keep(new VmRecord(definition, epoch, bootId, null, phase));
        adopted = false;
        guestAgentConnected = false;
        memoryChannels = 0;
        enter(next);
    }

    synchronized void hasProcess(ProcessIdentity process) {
        keep(record.with(process));
    }

    /** What a guest that is expected, or held after it came, does then. */
    synchronized Arrival arrival() {
        return record.phase() instanceof Phase.Incoming(var arrival) ? arrival : Arrival.AS_SENT;
    }

    /** From here on a guest instruction may run. */
    synchronized void goesLive() {
        keep(record.with(new Phase.Live()));
    }

    synchronized void newEpoch(VmEpoch epoch) {
        keep(record.with(epoch));
        announcer.changed(status());
    }

    synchronized void redefine(VmDefinition definition) {
        keep(record.with(definition));
        announcer.changed(status());
    }

    /** Written down before the process is ended, so that the figures survive whatever comes. */
    synchronized void migratedAway(MigrationResult result) {
        keep(record.with(new Phase.Ended(StopCause.MIGRATED_AWAY, result)));
    }

    synchronized void adopted(VmState found) {
        adopted = true;
        enter(found);
    }

    synchronized void guestAgentConnected(boolean connected) {
        if (guestAgentConnected != connected) {
            guestAgentConnected = connected;
            announcer.changed(status());
        }
    }

    /** Told with the next change of state, which follows at once. */
    synchronized void memoryChannels(int count) {
        memoryChannels = count;
    }

    synchronized void enter(VmState next) {
        if (!next.equals(state)) {
            LOG.info("vm state vm={} from={} to={}", id(), state.label(), next);
            since = clock.instant();
        }
        state = next;
        if (!next.hasProcess()) {
            guestAgentConnected = false;
        }
        writeDown(next);
        announcer.changed(status());
    }

    synchronized void observe(VmSignal signal) {
        var next = VmLifecycle.observe(state, signal);
        if (!next.equals(state)) {
            enter(next);
        }
    }

    void announce(String type, String detail) {
        announcer.event(new VmEvent(id(), type, detail, clock.instant()));
    }

    /** State changes that must survive the agent are kept on disk, too. */
    private void writeDown(VmState next) {
        var phase = record.phase();
        Phase wanted = switch (next) {
            case VmState.Starting() -> phase;
            case VmState.Incoming() -> phase;
            case VmState.Paused(var cause) -> cause == PauseCause.ARRIVED ? phase : new Phase.Live();
            case VmState.Running(), VmState.Stopping(), VmState.Migrating() -> new Phase.Live();
            case VmState.Stopped(var cause) ->
                phase instanceof Phase.Ended(var known, var _) && known == cause ? phase : new Phase.Ended(cause, null);
            case VmState.Crashed(var detail) -> new Phase.Died(detail);
        };
        if (wanted.equals(phase) || next.equals(new VmState.Stopped(StopCause.NOT_STARTED))) {
            return;
        }
        try {
            keep(record.with(wanted));
        } catch (HypervisorException e) {
            // The truth in memory goes on; what a later run finds on disk is checked against the process anyway.
            LOG.error("vm state could not be written down vm={} state={}", id(), next, e);
            record = record.with(wanted);
        }
    }

    private void keep(VmRecord next) {
        try {
            VmRecordFile.write(folder.record(), next);
        } catch (IOException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_FAILED,
                    "The state of VM %s could not be written to %s: %s."
                            .formatted(next.definition().id(), folder.record(), e.getMessage()),
                    e,
                    "Check the free space and rights of the agent's state directory.");
        }
        record = next;
    }
}
