package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

/**
 * The last steps of a balance, which land on the target instead of near it: a descent without chance over all single moves and
 * trades, never above the target. Its price for imbalance swings (strategic oscillation, Glover 1989): while it is high, evenness
 * is bought where it costs least; while it is low, all that is below the target is spent on fewer moves and less copying. The
 * best placement is kept.
 */
final class BalanceFinish {
    private static final double NOTHING = 1e-9;
    /** What a step must gain at least, in moves; less is not worth another round. */
    private static final double LEAST_GAIN = 4e-5;
    /** Below what imbalance cost in the search before: what it bought for that price is not bought again. */
    private static final double HIGH_PRICE = 0.65;

    private static final int MOST_ROUNDS = 40;

    private final CompactCluster cluster;
    private final BalancePolicy policy;
    private final Assignment assignment;
    private final MovedUnits moved;
    private final MoveCosts costs;
    private final Loads loads;
    private final double[] cpu;
    private final double mostBeyond;
    private double imbalance;
    private double price;
    /** By how much the moves cost more than at the start. */
    private double cost;

    private boolean changed;
    private long stepsLeft;

    BalanceFinish(
            Assignment assignment,
            MovedUnits moved,
            BalancePolicy policy,
            MoveCosts costs,
            CpuDemand demand,
            Loads loads) {
        this.assignment = assignment;
        this.moved = moved;
        this.policy = policy;
        this.costs = costs;
        this.loads = loads;
        cluster = assignment.cluster;
        cpu = demand.ofUnit;
        mostBeyond = loads.beyondKnee() + NOTHING;
    }

    /**
     * Does nothing where the target is not reached.
     *
     * @param usualPrice what one unit of imbalance cost in moves where the search ended
     */
    void run(double usualPrice, long steps, Effort effort) {
        stepsLeft = steps;
        imbalance = loads.imbalance();
        var lowPrice = 1 / policy.gainPerMoveBelowTarget();
        var best = assignment.hostOf.clone();
        var bestScore = score();
        var idleRounds = 0;
        for (var round = 0; round < MOST_ROUNDS && idleRounds < 2 && imbalance <= policy.targetImbalance(); round++) {
            price = round % 2 == 0 ? lowPrice : Math.max(lowPrice, HIGH_PRICE * usualPrice);
            changed = false;
            round(effort);
            idleRounds = changed ? 0 : idleRounds + 1;
            if (score() < bestScore - NOTHING) {
                bestScore = score();
                best = assignment.hostOf.clone();
            }
            if (stepsLeft <= 0 || !effort.goesOnNow()) {
                break;
            }
        }
        moved.restore(best);
        loads.reset(assignment);
    }

    private double score() {
        return cost + imbalance / policy.gainPerMoveBelowTarget();
    }

    private void round(Effort effort) {
        var units = moved.toArray();
        for (var i = 0; i < units.length && stepsLeft > 0 && effort.goesOnNow(); i++) {
            var unit = units[i];
            tryMove(unit, cluster.home[unit]);
            for (var to : loads.counted) {
                if (isAway(unit)) {
                    tryMove(unit, to);
                }
            }
            for (var j = 0; j < i; j++) {
                if (isAway(unit) && isAway(units[j])) {
                    tryTrade(unit, units[j]);
                }
            }
            for (var other : assignment.residents(cluster.home[unit]).toArray()) {
                if (isAway(unit) && !cluster.pinned[other] && cluster.home[other] != NOWHERE) {
                    tryTrade(unit, other);
                }
            }
        }
    }

    private boolean isAway(int unit) {
        return assignment.hostOf[unit] != cluster.home[unit];
    }

    private void tryMove(int unit, int to) {
        var from = assignment.hostOf[unit];
        if (from == to) {
            return;
        }
        var change = costs.change(unit, to);
        if (isBetter(change, from, to, cpu[unit], cluster.memory[unit], cluster.network[unit])
                && assignment.acceptsAt(unit, to)) {
            loads.shift(unit, from, to);
            if (loads.beyondKnee() <= mostBeyond) {
                moved.place(unit, to);
                count(change);
            } else {
                loads.shift(unit, to, from);
            }
        }
    }

    private void tryTrade(int one, int two) {
        var oneFrom = assignment.hostOf[one];
        var twoFrom = assignment.hostOf[two];
        if (oneFrom == twoFrom) {
            return;
        }
        var change = costs.tradeChange(one, two);
        var mhz = cpu[one] - cpu[two];
        var mib = cluster.memory[one] - cluster.memory[two];
        var mbps = cluster.network[one] - cluster.network[two];
        if (isBetter(change, oneFrom, twoFrom, mhz, mib, mbps) && moved.mayTrade(one, two)) {
            loads.shift(one, oneFrom, twoFrom);
            loads.shift(two, twoFrom, oneFrom);
            if (loads.beyondKnee() <= mostBeyond) {
                moved.place(one, twoFrom);
                moved.place(two, oneFrom);
                count(change);
            } else {
                loads.shift(two, oneFrom, twoFrom);
                loads.shift(one, twoFrom, oneFrom);
            }
        }
    }

    private boolean isBetter(double change, int from, int to, double mhz, double mib, double mbps) {
        stepsLeft--;
        var after = loads.imbalanceAfter(from, to, mhz, mib, mbps);
        return after <= policy.targetImbalance() && change + price * (after - imbalance) < -LEAST_GAIN;
    }

    private void count(double change) {
        cost += change;
        imbalance = loads.imbalance();
        changed = true;
    }
}
