package io.atoll.manager.resourcepool;

import io.atoll.model.ClusterId;
import java.util.List;

/** How the resource pools of clusters stand. */
@FunctionalInterface
public interface PoolStandings {
    /**
     * Where more is reserved than there is, as after hosts were lost: the cluster itself, and pools of it, each in a sentence. Refused with
     * CLUSTER_NOT_FOUND where there is none.
     */
    List<String> overcommitted(ClusterId cluster);
}
