package io.atoll.drs.core;

import org.jspecify.annotations.Nullable;

/**
 * Evens out the load with few moves and little copying: greedily, the most evenness first, until the target is reached; then by
 * {@link BalanceAnnealing} over all the moves together; at the end moves that turn out not to be needed are taken back, and
 * {@link BalanceFinish} spends what is left below the target. Before all that, {@link SoftMender} puts VMs where preferences want them. A cluster so small that every placement can be tried is left to
 * {@link ExhaustiveBalance}. The result is never worse than the start.
 */
final class Balancer {
    private static final int HOT_HOSTS = 8;
    private static final double FEWEST_STEPS = 100_000;
    private static final double STEPS_PER_HOST = 30_000;
    /** Many hosts get fewer steps each: the last per cent is not worth waiting several times as long. */
    private static final double STEPS_OF_MANY_HOSTS = 100_000;

    private static final double MANY_HOSTS_EXPONENT = 0.75;
    /** So many of the usual steps come on top at the end. */
    private static final double FINISH_SHARE = 0.4;

    private static final double NOTHING = 1e-9;
    /** Overload counts this many times as much as the same unevenness. */
    private static final double OVERLOAD_WEIGHT = 1000;

    private final CompactCluster cluster;
    private final BalancePolicy policy;
    private final Assignment assignment;
    private final MovedUnits moved;
    private final MoveCosts costs;
    private final CpuDemand demand;
    private final Loads loads;
    private double cpuWeight;
    private double memoryWeight;

    private Balancer(Assignment assignment, BalancePolicy policy) {
        this.cluster = assignment.cluster;
        this.assignment = assignment;
        this.policy = policy;
        moved = new MovedUnits(assignment);
        costs = new MoveCosts(assignment, policy);
        demand = CpuDemand.lasting(cluster);
        loads = new Loads(assignment, policy.knee(), demand);
    }

    /** Changes the assignment for the better. */
    static void improve(Assignment assignment, BalancePolicy policy, long seed, Effort effort) {
        var before = badness(assignment, policy);
        var start = assignment.hostOf.clone();
        SoftMender.mend(assignment, policy.gibPerMove(), effort);
        var balancer = new Balancer(assignment, policy);
        if (balancer.loads.counted.length > 1) {
            balancer.run(seed, before, effort);
        }
        if (badness(assignment, policy) > before) {
            balancer.moved.restore(start);
        }
    }

    /**
     * How uneven and overloaded the cluster is, and how far from what is preferred: a misplaced VM is as bad as the unevenness for
     * which its weight in migrations would be made. A balance never makes it more.
     */
    static double badness(Assignment assignment, BalancePolicy policy) {
        return badness(new Balancer(assignment, policy).loads, assignment, policy);
    }

    static double badness(Loads loads, Assignment assignment, BalancePolicy policy) {
        return loads.imbalance()
                + OVERLOAD_WEIGHT * loads.beyondKnee()
                + assignment.softCost() * policy.gainPerMoveBelowTarget();
    }

    private void run(long seed, double mostBadness, Effort effort) {
        if (ExhaustiveBalance.isFor(cluster)) {
            new ExhaustiveBalance(assignment, moved, policy, costs, loads, mostBadness, effort).run();
            return;
        }
        descend(effort);
        // Where no single move helps and yet rules or preferences do not hold, two that trade places may.
        if (moved.isEmpty() && assignment.softCost() == 0) {
            return;
        }
        var annealing = new BalanceAnnealing(assignment, moved, policy, costs, demand, seed);
        annealing.run(effort.steps(usualSteps()), effort);
        loads.reset(assignment);
        descend(effort);
        takeBack();
        new BalanceFinish(assignment, moved, policy, costs, demand, loads)
                .run(annealing.price(), effort.steps(FINISH_SHARE * usualSteps()), effort);
    }

    private double usualSteps() {
        var hosts = loads.counted.length;
        var many = STEPS_OF_MANY_HOSTS * Math.pow(hosts, MANY_HOSTS_EXPONENT);
        return Math.max(FEWEST_STEPS, Math.min(STEPS_PER_HOST * hosts, many));
    }

    // ---- greedy

    private void descend(Effort effort) {
        while (effort.goesOnNow()) {
            weigh();
            var found = bestOf(hottest(1), hottest(-1));
            var done = loads.imbalance() <= policy.targetImbalance() && loads.beyondKnee() <= NOTHING;
            if (found == null || (done && found.gain < policy.gainPerMoveBelowTarget() * found.cost)) {
                break;
            }
            apply(found.unit, found.to);
        }
    }

    /** Moves that are neither needed for the target nor worth their cost in evenness below it are not made. */
    private void takeBack() {
        for (var i = moved.size() - 1; i >= 0; i--) {
            var unit = moved.get(i);
            var from = assignment.hostOf[unit];
            var home = cluster.home[unit];
            var beyondBefore = loads.beyondKnee();
            var imbalanceBefore = loads.imbalance();
            loads.shift(unit, from, home);
            var gained = (loads.imbalance() - imbalanceBefore) / policy.gainPerMoveBelowTarget();
            if (loads.imbalance() <= policy.targetImbalance()
                    && loads.beyondKnee() <= beyondBefore + NOTHING
                    && gained + assignment.softChange(unit, home) <= costs.away(unit)
                    && assignment.acceptsAt(unit, home)) {
                moved.place(unit, home);
            } else {
                loads.shift(unit, home, from);
            }
        }
    }

    private record Found(int unit, int to, double gain, double cost) {}

    private @Nullable Found bestOf(int[] hot, int[] cold) {
        Found best = null;
        var before = loads.imbalance() + loads.beyondKnee();
        for (var from : hot) {
            var residents = assignment.residents(from);
            for (var i = 0; i < residents.size(); i++) {
                var unit = residents.get(i);
                for (var to : cold) {
                    if (to == from || cluster.pinned[unit]) {
                        continue;
                    }
                    loads.shift(unit, from, to);
                    var gain = before - loads.imbalance() - loads.beyondKnee();
                    loads.shift(unit, to, from);
                    if (gain > NOTHING
                            && (best == null || gain > best.gain)
                            && assignment.softChange(unit, to) <= 0
                            && assignment.accepts(unit, to)) {
                        best = new Found(unit, to, gain, costs.away(unit));
                    }
                }
            }
        }
        return best;
    }

    private int[] hottest(int sign) {
        var top = new int[Math.min(HOT_HOSTS, loads.counted.length)];
        var heats = new double[top.length];
        var size = 0;
        for (var h : loads.counted) {
            var heat = sign * loads.heat(h, cpuWeight, memoryWeight);
            if (size < top.length) {
                size++;
            } else if (heat <= heats[size - 1]) {
                continue;
            }
            var at = size - 1;
            while (at > 0 && heats[at - 1] < heat) {
                heats[at] = heats[at - 1];
                top[at] = top[at - 1];
                at--;
            }
            heats[at] = heat;
            top[at] = h;
        }
        return top;
    }

    private void weigh() {
        cpuWeight = 1 / Math.max(1e-9, loads.cpuDeviation());
        memoryWeight = 1 / Math.max(1e-9, loads.memoryDeviation());
    }

    private void apply(int unit, int to) {
        loads.shift(unit, assignment.hostOf[unit], to);
        moved.place(unit, to);
    }
}
