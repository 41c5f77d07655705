package io.atoll.manager.simulation.internal;

import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.placement.RuleBook;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a simulation begins with.
 *
 * @param live its hosts draw what is known of them
 * @param protectedVms those that are highly available
 */
record Facts(LiveCluster live, SortedSet<VmId> protectedVms, RuleBook rules) {
    Facts {
        protectedVms = Collections.unmodifiableSortedSet(new TreeSet<>(protectedVms));
    }
}
