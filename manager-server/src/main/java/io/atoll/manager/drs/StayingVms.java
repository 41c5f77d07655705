package io.atoll.manager.drs;

import io.atoll.model.ClusterId;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;

/** VMs that whoever evens out a cluster leaves where they are. Rules and people's maintenance may still move them. */
public interface StayingVms {
    /** Those that somebody never wants to be moved. */
    SortedSet<VmId> never(ClusterId cluster);

    /** The same, and those whose migration somebody has snoozed. */
    SortedSet<VmId> unwanted(ClusterId cluster, Instant now);

    /** Those that were moved, by whoever it was, within the cluster's cool-down; and when they arrived. */
    SortedMap<VmId, Instant> coolingDown(ClusterId cluster, Instant now);
}
