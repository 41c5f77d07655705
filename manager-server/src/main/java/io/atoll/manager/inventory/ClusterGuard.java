package io.atoll.manager.inventory;

import io.atoll.model.ClusterId;

/** What the inventory asks of HA when a cluster's settings change; filled by the HA module. */
public interface ClusterGuard {
    /**
     * Refuses settings, already written in the caller's transaction, after which the failures that are to be tolerated could
     * not be survived, where their policy is to refuse.
     */
    void requireSurvivable(ClusterId cluster);
}
