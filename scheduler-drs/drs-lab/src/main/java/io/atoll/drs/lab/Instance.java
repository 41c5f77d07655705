package io.atoll.drs.lab;

import io.atoll.model.HostId;
import io.atoll.model.cluster.Cluster;
import java.util.SortedSet;

/**
 * One question to the scheduler, as read from a file.
 *
 * @param evacuate hosts to empty, for that objective
 */
record Instance(String name, Objective objective, SortedSet<HostId> evacuate, Cluster cluster) {
    enum Objective {
        BALANCE,
        CONSOLIDATE,
        EVACUATE,
        PLACE,
        REPAIR
    }
}
