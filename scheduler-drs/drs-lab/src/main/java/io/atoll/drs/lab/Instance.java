package io.atoll.drs.lab;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.SortedSet;

/**
 * One question to the scheduler, as read from a file.
 *
 * @param evacuate hosts to empty, for that objective
 * @param dead hosts whose VMs are to be started elsewhere, for that objective
 * @param cluster after the changes of a what-if
 * @param reachNames of the storage pools and networks in it
 */
record Instance(
        String name,
        Objective objective,
        SortedSet<HostId> evacuate,
        SortedSet<HostId> dead,
        Cluster cluster,
        ReachNames reachNames) {
    enum Objective {
        BALANCE,
        CONSOLIDATE,
        EVACUATE,
        PLACE,
        RESTART,
        REPAIR
    }
}
