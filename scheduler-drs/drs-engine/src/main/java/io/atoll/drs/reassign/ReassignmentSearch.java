package io.atoll.drs.reassign;

import io.atoll.drs.reassign.Schedule.Capacity;

/**
 * Looks for the best assignment. Short annealings find out which way suits this instance, a long one goes that way, and the rest of the
 * budget goes to the best found: ruined and recreated in parts, warm at first, then colder. Each of them ends with capacity kept and
 * every last cost of a move weighed.
 */
public final class ReassignmentSearch {
    /**
     * A way to anneal.
     *
     * @param homing what it is worth to be at home, in temperatures; see {@link Schedule}
     * @param hot where it begins, in sizes of the biggest process
     * @param cold where capacity at a price ends, in the same
     */
    private record Way(Capacity capacity, double homing, double hot, double cold) {}

    private static final Way[] WAYS = {
        new Way(Capacity.PRICED_LIKE_LOAD, 2, 0.05, 1e-5),
        new Way(Capacity.PRICED_LIKE_LOAD, 4, 0.05, 1e-5),
        new Way(Capacity.PRICED_BY_SHARE, 1, 0.01, 1e-4),
        new Way(Capacity.PRICED_BY_SHARE, 2, 0.01, 1e-4)
    };

    /** The share of the budget that each of the short annealings has. */
    private static final double SHORT = 0.04;

    /** The share of the budget after which the long annealing ends. */
    private static final double LONG_UNTIL = 0.65;

    private static final int WARMINGS = 3;
    /** The share of the budget after which the last of the warmings ends. */
    private static final double WARMED_UNTIL = 0.97;

    /** The temperatures of a warming, in sizes of the biggest process. */
    private static final double WARM = 1e-3;

    private static final double COOL = 1e-6;
    /** The temperature of the last touch, in the same. */
    private static final double COLD = 1e-7;
    /** The temperature at which a single unit of cost decides. */
    private static final double COLDEST = 0.2;

    /** Shares of an annealing's own budget, one after the other: capacity at a price, repaired if need be, kept, big processes. */
    private static final double SOFT_SHARE = 0.75;

    private static final double REPAIRED_SHARE = 0.82;
    private static final double STRICT_SHARE = 0.9;
    private static final double REARRANGED_SHARE = 0.95;

    private final int[] home;
    private final long initialCost;
    private final ReassignmentState state;
    private final Annealing annealing;
    private int[] best;
    private long bestCost;

    /**
     * Prepares a search.
     *
     * @param problem its {@code home} keeps every constraint
     * @param seed the same seed and a budget of steps find the same answer
     */
    public ReassignmentSearch(ReassignmentProblem problem, long seed, SearchBudget budget) {
        home = problem.home();
        state = new ReassignmentState(problem);
        annealing = new Annealing(problem, state, budget, seed);
        initialCost = state.cost();
        best = home.clone();
        bestCost = initialCost;
    }

    /** The best assignment within the budget; at worst everybody stays. */
    public ReassignmentAnswer solve() {
        var way = bestWay();
        state.restore(home, initialCost);
        round(way, LONG_UNTIL);
        for (var i = 1; i <= WARMINGS; i++) {
            state.restore(best, bestCost);
            annealing.ruinAndRecreate(
                    temperature(WARM), temperature(COOL), LONG_UNTIL + (WARMED_UNTIL - LONG_UNTIL) * i / WARMINGS);
            keepBest();
        }
        state.restore(best, bestCost);
        annealing.run(new Schedule(temperature(COLD), COLDEST, 0, Capacity.KEPT), 1);
        keepBest();
        return new ReassignmentAnswer(best, bestCost, initialCost, annealing.steps());
    }

    private double temperature(double inBiggest) {
        return Math.max(COLDEST, annealing.biggest() * inBiggest);
    }

    private Way bestWay() {
        var bestWay = WAYS[0];
        var least = Long.MAX_VALUE;
        for (var i = 0; i < WAYS.length; i++) {
            state.restore(home, initialCost);
            var cost = round(WAYS[i], (i + 1) * SHORT);
            if (cost < least) {
                least = cost;
                bestWay = WAYS[i];
            }
        }
        return bestWay;
    }

    /** One annealing from the state that is, until so much of the budget is spent; its cost at the end, or the most there is if it fails. */
    private long round(Way way, double until) {
        var from = annealing.spent();
        var span = until - from;
        var hot = temperature(way.hot());
        var cold = temperature(way.cold());
        var homing = way.homing();
        annealing.run(new Schedule(hot, cold, homing, way.capacity()), from + SOFT_SHARE * span);
        if (!annealing.repair(cold, from + REPAIRED_SHARE * span)) {
            return Long.MAX_VALUE;
        }
        annealing.run(new Schedule(cold, COLDEST, homing, Capacity.KEPT), from + STRICT_SHARE * span);
        annealing.rearrange(from + REARRANGED_SHARE * span);
        annealing.run(new Schedule(Math.max(COLDEST, Math.sqrt(cold)), COLDEST, homing, Capacity.KEPT), until);
        keepBest();
        return state.cost();
    }

    private void keepBest() {
        if (state.cost() < bestCost) {
            bestCost = state.cost();
            best = state.machines();
        }
    }
}
