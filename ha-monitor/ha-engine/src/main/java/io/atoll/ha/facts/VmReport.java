package io.atoll.ha.facts;

import io.atoll.model.HostId;
import io.atoll.model.VmEpoch;

/**
 * What a host says about a VM, and for which epoch; a report of another epoch than the owner's is history.
 */
public record VmReport(HostId host, VmEpoch epoch, Condition condition) {
    /** How the VM is. */
    public sealed interface Condition {
        /** Being started. */
        record Starting() implements Condition {}

        /** QEMU runs, the guest is not known to be ready. */
        record Running() implements Condition {}

        /** The guest is ready: its agent answers, or it has none and runs long enough. */
        record Ready() implements Condition {}

        /** Something went wrong with it. */
        record Failed(FailureCause cause) implements Condition {}

        /** The host does not run it and will not at this epoch: after a boot, after a kill, or because it released it. */
        record Gone() implements Condition {}

        /** The guest shut itself down. That is no failure. */
        record Stopped() implements Condition {}
    }
}
