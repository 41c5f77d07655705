package io.atoll.drs.core;

/**
 * What it costs to have a unit elsewhere than at home, one for each VM that moves, and its memory as the policy prices it; and what
 * preferences that do not hold cost, in the same currency.
 */
final class MoveCosts {
    private static final double MIB_PER_GIB = 1024;

    private final CompactCluster cluster;
    private final Assignment assignment;
    private final double[] costAway;

    MoveCosts(Assignment assignment, BalancePolicy policy) {
        this.assignment = assignment;
        cluster = assignment.cluster;
        costAway = new double[cluster.unitCount];
        for (var u = 0; u < costAway.length; u++) {
            costAway[u] = cluster.vmsOfUnit[u].length + cluster.memory[u] / MIB_PER_GIB / policy.gibPerMove();
        }
    }

    /** Of being anywhere but at home. */
    double away(int unit) {
        return costAway[unit];
    }

    /** How much more the plan costs with the unit there instead of where it is. */
    double change(int unit, int to) {
        return awayChange(unit, assignment.hostOf[unit], to) + assignment.softChange(unit, to);
    }

    /** How much more the plan costs with each of the two where the other is. */
    double tradeChange(int one, int two) {
        var oneFrom = assignment.hostOf[one];
        var twoFrom = assignment.hostOf[two];
        var change = awayChange(one, oneFrom, twoFrom) + awayChange(two, twoFrom, oneFrom);
        if (cluster.soft != null && (cluster.soft.concerns(one) || cluster.soft.concerns(two))) {
            change += assignment.softChange(one, twoFrom);
            assignment.move(one, twoFrom);
            change += assignment.softChange(two, oneFrom);
            assignment.move(one, oneFrom);
        }
        return change;
    }

    private double awayChange(int unit, int from, int to) {
        var home = cluster.home[unit];
        return (to == home ? 0 : costAway[unit]) - (from == home ? 0 : costAway[unit]);
    }
}
