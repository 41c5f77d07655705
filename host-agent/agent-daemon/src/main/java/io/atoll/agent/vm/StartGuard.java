package io.atoll.agent.vm;

import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/**
 * What high availability asks of a VM before it runs here (rule H3 of the HA protocol): a lease of this host that is still
 * valid, and an epoch beside the disks that is not above the VM's. Asked for highly available VMs only; refuses when in doubt.
 */
public interface StartGuard {
    /** Before QEMU is started: the lease must last long enough for the start, and the epoch is written beside the disks. */
    void beforeProcess(VmPlan plan, VmEpoch epoch);

    /** Before the guest's first instruction here, at a start, a resume or an arrival: the lease is valid now. */
    void beforeRun(VmId vm, VmEpoch epoch);
}
