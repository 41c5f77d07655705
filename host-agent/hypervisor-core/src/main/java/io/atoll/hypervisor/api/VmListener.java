package io.atoll.hypervisor.api;

import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/**
 * Hears what happens to the VMs of a host. Called one call at a time, in the order things happened, so a sequence
 * number given inside a call is a true order. Must return quickly and must not call the hypervisor's commands.
 */
public interface VmListener {

    /** The VM is new here, or anything in its status changed. */
    void vmChanged(VmStatus status);

    /** The VM's state folder has been removed. */
    void vmGone(VmId vm, VmEpoch lastEpoch);

    /** Something of note that is not a change of state, for the VM's history. */
    default void vmEvent(VmEvent event) {}
}
