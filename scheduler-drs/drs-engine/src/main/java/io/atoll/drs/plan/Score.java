package io.atoll.drs.plan;

import io.atoll.model.cluster.Cluster;

/**
 * What a state of the cluster is judged by; smaller is better everywhere. The terms are those that the searches weigh, in their
 * own units, and not their inner bookkeeping.
 *
 * @param imbalance standard deviation of the CPU shares of the hosts that are on, plus that of the memory shares, plus that of
 *     the network shares where any VM loads the network
 * @param overload shares beyond what is healthy, summed over hosts: CPU beyond the knee, memory beyond its limit
 * @param unservedMhz contention: demand that its host cannot serve, summed over hosts
 * @param preferenceCost what preferences that do not hold cost, counted in migrations
 * @param watts what the hosts that are on draw
 * @param hostsOn how many hosts are on
 */
public record Score(
        double imbalance, double overload, double unservedMhz, double preferenceCost, double watts, int hostsOn) {
    /** One migration's worth of a preference is as good as this much imbalance, the least that pays for a move of its own. */
    public static final double IMBALANCE_PER_MIGRATION = 0.025;

    public static final double IMBALANCE_PER_OVERLOAD = 10;

    /** The cluster as it is. */
    public static Score of(Cluster cluster) {
        return new Ledger(cluster).score();
    }

    /** One number to compare placements by: imbalance, with overload far above it and preferences at their price. */
    public double total() {
        return imbalance + IMBALANCE_PER_OVERLOAD * overload + IMBALANCE_PER_MIGRATION * preferenceCost;
    }

    /** This and the other, term by term. */
    Score plus(Score other) {
        return new Score(
                imbalance + other.imbalance,
                overload + other.overload,
                unservedMhz + other.unservedMhz,
                preferenceCost + other.preferenceCost,
                watts + other.watts,
                hostsOn + other.hostsOn);
    }

    /** This minus the other, term by term. */
    public Score minus(Score other) {
        return new Score(
                imbalance - other.imbalance,
                overload - other.overload,
                unservedMhz - other.unservedMhz,
                preferenceCost - other.preferenceCost,
                watts - other.watts,
                hostsOn - other.hostsOn);
    }
}
