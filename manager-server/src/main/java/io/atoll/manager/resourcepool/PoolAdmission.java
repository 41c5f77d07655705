package io.atoll.manager.resourcepool;

import io.atoll.manager.inventory.VmResources;
import io.atoll.model.ClusterId;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;

/**
 * Says whether resource pools let a VM have what is wanted for it. Everything in the caller's transaction, which holds up other
 * decisions of the cluster until it ends; a refusal is RESOURCE_POOL_EXHAUSTED, with the figures and what to do.
 */
public interface PoolAdmission {
    /** Refused with RESOURCE_POOL_NOT_FOUND where the VM's pool is not one of the cluster. */
    void requireThere(ClusterId cluster, VmResources wanted);

    /** Before a VM starts: its reservations must be left in its pool, and its memory within the limits. */
    void requireStart(Subject vm);

    /** Before a VM's resources or its pool are changed; one that does not run takes nothing yet. */
    void requireChange(Subject vm);

    /** A VM as it is to be. */
    record Subject(VmId id, String name, ClusterId cluster, Mebibytes memory, int vcpuCount, VmResources resources) {}
}
