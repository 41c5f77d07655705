package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest balance of a cluster so small that every placement can be tried, by branch and bound: the last unit first, each at
 * home first, so that among equals the first unit moves; no further once the moves alone cost more than the best placement so far.
 * A placement that reaches the target is better than any that does not. Every branch that is looked into counts as one step.
 */
final class ExhaustiveBalance {
    private static final int MOST_PLACEMENTS = 20_000;
    private static final double NOTHING = 1e-9;

    private final CompactCluster cluster;
    private final Assignment assignment;
    private final MovedUnits moved;
    private final BalancePolicy policy;
    private final MoveCosts costs;
    private final Loads loads;
    private final Effort effort;
    private final double mostBadness;
    private final int[] units;
    private final int[] targets;
    private int @Nullable [] best;
    private boolean bestReaches;
    private double bestCost = Double.MAX_VALUE;

    /** @param mostBadness placements that are worse than this by {@link Balancer#badness} are not worth having at any cost */
    ExhaustiveBalance(
            Assignment assignment,
            MovedUnits moved,
            BalancePolicy policy,
            MoveCosts costs,
            Loads loads,
            double mostBadness,
            Effort effort) {
        this.assignment = assignment;
        this.moved = moved;
        this.policy = policy;
        this.costs = costs;
        this.loads = loads;
        this.mostBadness = mostBadness;
        this.effort = effort;
        cluster = assignment.cluster;
        units = movable(cluster);
        targets = IntStream.of(loads.counted).filter(h -> cluster.canReceive[h]).toArray();
    }

    /** Whether the cluster is that small. */
    static boolean isFor(CompactCluster cluster) {
        var choices = IntStream.range(0, cluster.hostCount)
                .filter(h -> cluster.on[h] && cluster.canReceive[h])
                .count();
        var placements = 1.0;
        for (var unit : movable(cluster)) {
            placements *= choices + (cluster.canReceive[cluster.home[unit]] ? 0 : 1);
            if (placements > MOST_PLACEMENTS) {
                return false;
            }
        }
        return true;
    }

    private static int[] movable(CompactCluster cluster) {
        return IntStream.range(0, cluster.unitCount)
                .filter(u -> cluster.home[u] != NOWHERE && cluster.on[cluster.home[u]] && !cluster.pinned[u])
                .toArray();
    }

    /** Leaves the cheapest placement; changes nothing where none is allowed, or where the caller grants no time. */
    void run() {
        var start = assignment.hostOf.clone();
        if (effort.goesOnNow()) {
            for (var unit : units) {
                go(unit, cluster.home[unit]);
            }
            branch(0, 0);
        }
        moved.restore(best == null ? start : best);
        loads.reset(assignment);
    }

    private void branch(int depth, double cost) {
        if (bestReaches && cost - worthOf(0) >= bestCost) {
            return;
        }
        if (depth == units.length) {
            judge(cost);
            return;
        }
        var unit = units[units.length - 1 - depth];
        var home = cluster.home[unit];
        branch(depth + 1, cost);
        for (var to : targets) {
            if (to != home && effort.goesOn()) {
                go(unit, to);
                branch(depth + 1, cost + costs.away(unit));
            }
        }
        go(unit, home);
    }

    private void go(int unit, int to) {
        var from = assignment.hostOf[unit];
        if (from != to) {
            loads.shift(unit, from, to);
            moved.place(unit, to);
        }
    }

    private void judge(double costOfMoves) {
        var imbalance = loads.imbalance();
        var beyond = loads.beyondKnee();
        var reaches = imbalance <= policy.targetImbalance() && beyond <= NOTHING;
        if (bestReaches && !reaches) {
            return;
        }
        var cost = costOfMoves
                + assignment.softCost()
                + beyond * Unevenness.BEYOND_PRICE
                + (reaches ? -worthOf(imbalance) : BalanceAnnealing.costAbove(policy, loads.counted.length, imbalance));
        if (((reaches && !bestReaches) || cost < bestCost - NOTHING)
                && Balancer.badness(loads, assignment, policy) <= mostBadness + NOTHING
                && isAllowed()) {
            best = assignment.hostOf.clone();
            bestReaches = reaches;
            bestCost = cost;
        }
    }

    /** What evenness below the target is worth, in moves. */
    private double worthOf(double imbalance) {
        return (policy.targetImbalance() - imbalance) / policy.gainPerMoveBelowTarget();
    }

    /** Whether everyone who moves can be there by every hard rule once all are where they are now. */
    private boolean isAllowed() {
        for (var i = 0; i < moved.size(); i++) {
            var unit = moved.get(i);
            var host = assignment.hostOf[unit];
            if (host != NOWHERE
                    && !(assignment.fits(host)
                            && assignment.network[host] <= cluster.networkCapacity[host] + CompactCluster.SLACK
                            && assignment.rulesAllow(unit, host)
                            && cluster.mayRun(unit))) {
                return false;
            }
        }
        return true;
    }
}
