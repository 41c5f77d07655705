package io.atoll.agent.vm;

import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/**
 * What high availability asks of a VM before it runs here (rule H3 of the HA protocol): a lease of this host that is still
 * valid, and an epoch beside the disks that is not above the VM's. Refuses when in doubt.
 */
public interface StartGuard {
    /** Without high availability: no VM runs under a lease here. */
    StartGuard NONE = new StartGuard() {
        @Override
        public boolean covers() {
            return false;
        }

        @Override
        public void beforeProcess(VmPlan plan, VmEpoch epoch) {
            // Nothing runs under a lease, so nothing is asked for.
        }

        @Override
        public void beforeRun(VmId vm, VmEpoch epoch) {
            // Likewise.
        }
    };

    /**
     * Whether this host holds a lease. A VM that is meant to be highly available and starts while it does not runs uncovered: no
     * other host will start it until this one has said that it covers it.
     */
    boolean covers();

    /** Before QEMU is started: the lease must last long enough for the start, and the epoch is written beside the disks. */
    void beforeProcess(VmPlan plan, VmEpoch epoch);

    /** Before the first instruction of a covered guest here, at a start, a resume or an arrival: the lease is valid now. */
    void beforeRun(VmId vm, VmEpoch epoch);
}
