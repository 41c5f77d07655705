package io.atoll.agent.vm;

import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.VmId;
import java.util.List;

/** A VM as the manager is told of it: the hypervisor's status, and addresses the guest claims to have. */
public record VmView(VmStatus status, List<String> guestAddresses) {
    public VmView {
        guestAddresses = List.copyOf(guestAddresses);
    }

    public VmId id() {
        return status.definition().id();
    }
}
