package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.IncomingRequest.Arrival;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.ProcessIdentity;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.model.VmEpoch;
import org.jspecify.annotations.Nullable;

/**
 * What is kept on disk of a VM, so that a later run of the agent knows what to make of its process.
 *
 * @param bootId of the host when the process was started; process ids mean nothing after a reboot
 */
record VmRecord(
        VmDefinition definition,
        VmEpoch epoch,
        String bootId,
        @Nullable ProcessIdentity process,
        Phase phase) {

    /** Where the VM is in its life here, as far as it must survive the agent. */
    sealed interface Phase {
        /** A process may exist, but no guest instruction has run: the start was not finished. */
        record Launching() implements Phase {}

        /** The process waits for a guest from another host, or holds one that has arrived. */
        record Incoming(Arrival arrival) implements Phase {}

        /** The guest is here. */
        record Live() implements Phase {}

        /** The process has gone in an orderly way. */
        record Ended(StopCause cause, @Nullable MigrationResult migration) implements Phase {}

        /** The process or the guest died. */
        record Died(String detail) implements Phase {}
    }

    VmRecord with(Phase next) {
        return new VmRecord(definition, epoch, bootId, process, next);
    }

    VmRecord with(ProcessIdentity next) {
        return new VmRecord(definition, epoch, bootId, next, phase);
    }

    VmRecord with(VmDefinition next) {
        return new VmRecord(next, epoch, bootId, process, phase);
    }

    VmRecord with(VmEpoch next) {
        return new VmRecord(definition, next, bootId, process, phase);
    }
}
