package io.atoll.manager.simulation.internal;

import io.atoll.manager.placement.LiveCluster;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a simulation begins with.
 *
 * @param protectedVms those that are highly available
 * @param rules names of the rules that are switched on
 */
record Facts(LiveCluster live, SortedSet<VmId> protectedVms, Map<UUID, String> rules) {
    Facts {
        protectedVms = Collections.unmodifiableSortedSet(new TreeSet<>(protectedVms));
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    }
}
