package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.Network;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.model.HostId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A new VM as it will be made: checked, with defaults filled in, nothing taken yet. */
record VmPlan(
        VmSpec spec,
        List<Disk> disks,
        List<PlannedNic> nics,
        boolean start,
        @Nullable HostId wishedHost) {
    VmPlan {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }

    VmPlan telling(CloudInitSettings told) {
        return new VmPlan(spec.telling(told), disks, nics, start, wishedHost);
    }

    /** A network card to come; without a network it is on the hypervisor's user-mode network. */
    record PlannedNic(
            int index, @Nullable Network network, @Nullable String wishedAddress) {}
}
