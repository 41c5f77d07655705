package io.atoll.manager.placement;

import io.atoll.ha.zk.facts.ClusterRules;
import io.atoll.manager.inventory.Cluster;
import io.atoll.model.ClusterId;
import java.util.SortedSet;

/**
 * The rules that HA keeps when it restarts VMs: those that must hold, with whom they mean now. A VM that has to be kept apart from
 * others, or from hosts, waits rather than break that; one that is to be together with others, or spread over zones, starts
 * where it can, and is moved later.
 */
public interface RulesAtRestart {
    /** What HA is told, and which rules are too many to be told. */
    ClusterRules.Fitted of(Cluster cluster);

    /** Tells clients that what HA knows of these rules has changed; those that are gone are passed over. */
    void announce(ClusterId cluster, SortedSet<String> names);
}
