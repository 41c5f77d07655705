package io.atoll.manager.inventory;

import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What other modules may read of the inventory. Records are as they were when they were read. */
public interface Inventory {
    Optional<Cluster> cluster(ClusterId id);

    Optional<Host> host(HostId id);

    List<Host> hosts(ClusterId cluster);

    Optional<Network> network(NetworkId id);

    List<Network> networks(ClusterId cluster);

    Optional<Pool> pool(PoolId id);

    Optional<Image> image(ImageId id);

    /** The pools a host reaches now. */
    Set<PoolId> reachablePools(HostId host);

    /** How a pool is on a host, as that one last said; empty where it said nothing. */
    Optional<PoolLink> poolAt(PoolId pool, HostId host);

    /** The networks a host offers now. */
    Set<NetworkId> offeredNetworks(HostId host);

    /** The pools that each host of a cluster reaches now; hosts that reach none are missing. */
    Map<HostId, Set<PoolId>> reachablePools(ClusterId cluster);

    /** The networks that each host of a cluster offers now; hosts that offer none are missing. */
    Map<HostId, Set<NetworkId>> offeredNetworks(ClusterId cluster);

    /** The CPU that guests started in this cluster now will see. */
    CpuBaseline effectiveBaseline(Cluster cluster);
}
