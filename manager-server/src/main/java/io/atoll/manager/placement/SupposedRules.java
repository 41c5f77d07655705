package io.atoll.manager.placement;

/** Rules of clusters as somebody supposes them. They are read and judged as those that are made, and nothing is kept. */
public interface SupposedRules {
    /** The rules of a cluster as they are written now. */
    RuleBook of(LiveCluster cluster);
}
