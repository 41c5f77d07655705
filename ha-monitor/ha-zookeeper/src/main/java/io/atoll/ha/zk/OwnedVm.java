package io.atoll.ha.zk;

import io.atoll.model.VmId;

/** An owner with the version of the node that says so: what a transaction takes the VM from. */
public record OwnedVm(Owner owner, int version) {
    public VmId vm() {
        return owner.vm();
    }
}
