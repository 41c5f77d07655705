package io.atoll.manager.placement;

import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.model.ClusterId;
import io.atoll.model.cluster.ResourcePool;
import java.util.SortedMap;

/** The resource pools of clusters as the scheduler knows them; filled by the module that keeps them. */
@FunctionalInterface
public interface ComputePools {
    /** By id; their names are unique in the cluster. */
    SortedMap<ResourcePoolId, ResourcePool> of(ClusterId cluster);
}
