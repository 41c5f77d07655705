package io.atoll.manager.placement;

import io.atoll.manager.inventory.Cluster;
import io.atoll.model.ClusterId;

/** Clusters as the scheduler sees them, put together from what is known now: a fixed number of queries, however large. */
public interface LiveClusters {
    /** The cluster with its rules; refused with CLUSTER_NOT_FOUND where there is none. */
    LiveCluster now(ClusterId id);

    /** The same of a cluster that was read already. */
    LiveCluster now(Cluster cluster);
}
