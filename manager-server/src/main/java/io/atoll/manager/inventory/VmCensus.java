package io.atoll.manager.inventory;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.List;
import java.util.Map;

/** What the inventory asks about VMs; filled by the VM module. */
public interface VmCensus {
    /** What the VMs on each host of a cluster take up, those on their way there and planned ones included. */
    Map<HostId, Load> loadByHost(ClusterId cluster);

    int countIn(ClusterId cluster);

    /** Names of VMs that use the object, at most ten. */
    List<String> usersOf(ImageId image);

    List<String> usersOf(NetworkId network);

    List<String> usersOf(PoolId pool);

    /** Names of VMs that run on the host or may be running there, at most ten. */
    List<String> occupantsOf(HostId host);

    /** What is promised to VMs on one host. */
    record Load(int vmCount, long vcpuCount, long memoryMiB) {
        public static final Load NONE = new Load(0, 0, 0);
    }
}
