package io.atoll.manager.placement;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.cluster.PowerState;
import java.util.SortedMap;

/**
 * Hosts that are to be given no VMs although they answer, as while they are emptied or asleep. Each module that keeps hosts free
 * is asked through a bean of its own.
 */
@FunctionalInterface
public interface KeptFree {
    /** The hosts of the cluster and what they count as: {@link PowerState#MAINTENANCE} or {@link PowerState#STANDBY}. */
    SortedMap<HostId, PowerState> hosts(ClusterId cluster);
}
