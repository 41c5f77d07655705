package io.atoll.manager.ha;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What HA asks about VMs; filled by the VM module. */
public interface HaVms {
    /** The VMs of a cluster that take up room on a host, or are about to. */
    List<HaVm> occupying(ClusterId cluster);

    /** One VM, wherever it is; none of the cluster's others. */
    HaVm of(VmId vm);

    /**
     * One VM.
     *
     * @param host where it runs, may be running, or has room promised
     * @param cpuBaseline the CPU its guest sees; null: that of the cluster
     * @param hostNeeds what of its hardware not every host can give, see {@link io.atoll.manager.inventory.HostNeeds}
     */
    record HaVm(
            VmId id,
            String name,
            @Nullable HostId host,
            int vcpuCount,
            Mebibytes memory,
            Reach reach,
            @Nullable String cpuBaseline,
            List<String> hostNeeds,
            HaIntent intent) {
        public HaVm {
            hostNeeds = List.copyOf(hostNeeds);
        }

        public HaVm on(HostId other) {
            return new HaVm(id, name, other, vcpuCount, memory, reach, cpuBaseline, hostNeeds, intent);
        }
    }

    /** What a host must have for it. */
    record Reach(SortedSet<PoolId> pools, SortedSet<NetworkId> networks) {}
}
