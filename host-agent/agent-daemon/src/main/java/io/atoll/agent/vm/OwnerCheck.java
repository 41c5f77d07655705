package io.atoll.agent.vm;

import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;

/** Whether this host may run a VM. */
@FunctionalInterface
public interface OwnerCheck {
    /**
     * Refuses unless this host is, by a reading made now, the VM's owner with exactly this epoch. Also refuses when that
     * cannot be found out: a VM that does not start is better than one that runs twice.
     */
    void requireOwner(VmId vm, VmEpoch epoch);
}
