package io.atoll.agent.vm;

import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmId;

/** A VM as the manager is told of it: the hypervisor's status, and what the guest claims of itself. */
public record VmView(VmStatus status, GuestWords guest) {
    public VmId id() {
        return status.definition().id();
    }
}
