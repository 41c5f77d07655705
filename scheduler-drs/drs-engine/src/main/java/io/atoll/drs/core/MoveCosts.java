package io.atoll.drs.core;

/** What it costs to have a unit elsewhere than at home: one for each VM that moves, and its memory as the policy prices it. */
final class MoveCosts {
    private static final double MIB_PER_GIB = 1024;

    private final CompactCluster cluster;
    private final double[] costAway;

    MoveCosts(CompactCluster cluster, BalancePolicy policy) {
        this.cluster = cluster;
        costAway = new double[cluster.unitCount];
        for (var u = 0; u < costAway.length; u++) {
            costAway[u] = cluster.vmsOfUnit[u].length + cluster.memory[u] / MIB_PER_GIB / policy.gibPerMove();
        }
    }

    /** Of being anywhere but at home. */
    double away(int unit) {
        return costAway[unit];
    }

    /** How much more the plan costs with the unit at one host instead of the other. */
    double change(int unit, int from, int to) {
        var home = cluster.home[unit];
        return (to == home ? 0 : costAway[unit]) - (from == home ? 0 : costAway[unit]);
    }
}
