package io.atoll.drs.reassign;

/**
 * Looks for the best assignment. Short annealings find out how much staying at home should be worth on this instance, a long one with
 * that follows, and the rest of the budget goes to the best found: warmed up a little, its big processes rearranged, cooled again.
 * Each of them ends with capacity kept and every last cost of a move weighed.
 */
public final class ReassignmentSearch {
    /** What it may be worth to be at home, in temperatures; see {@link Schedule}. */
    private static final double[] HOMINGS = {2, 4};

    /** The share of the budget that each of the short annealings has. */
    private static final double SHORT = 0.05;

    /** The share of the budget after which the long annealing ends. */
    private static final double LONG_UNTIL = 0.75;

    private static final int WARMINGS = 4;
    /** The temperatures of an annealing, in sizes of the biggest process. */
    private static final double HOT = 0.05;

    private static final double WARM = 0.001;
    private static final double COLD = 1e-5;
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
        var homing = bestHoming();
        state.restore(home, initialCost);
        round(HOT, homing, LONG_UNTIL);
        for (var i = 1; i <= WARMINGS; i++) {
            state.restore(best, bestCost);
            round(WARM, homing, LONG_UNTIL + (1 - LONG_UNTIL) * i / WARMINGS);
        }
        return new ReassignmentAnswer(best, bestCost, initialCost, annealing.steps());
    }

    private double bestHoming() {
        var homing = HOMINGS[0];
        var least = Long.MAX_VALUE;
        for (var i = 0; i < HOMINGS.length; i++) {
            state.restore(home, initialCost);
            var cost = round(HOT, HOMINGS[i], (i + 1) * SHORT);
            if (cost < least) {
                least = cost;
                homing = HOMINGS[i];
            }
        }
        return homing;
    }

    /** One annealing from the state that is, until so much of the budget is spent; its cost at the end, or the most there is if it fails. */
    private long round(double hotness, double homing, double until) {
        var from = annealing.spent();
        var span = until - from;
        var hot = Math.max(COLDEST, annealing.biggest() * hotness);
        var cold = Math.max(COLDEST, Math.min(hot, annealing.biggest() * COLD));
        annealing.run(new Schedule(hot, cold, homing, false), from + SOFT_SHARE * span);
        if (!annealing.repair(cold, from + REPAIRED_SHARE * span)) {
            return Long.MAX_VALUE;
        }
        annealing.run(new Schedule(cold, COLDEST, homing, true), from + STRICT_SHARE * span);
        annealing.rearrange(from + REARRANGED_SHARE * span);
        annealing.run(new Schedule(Math.max(COLDEST, Math.sqrt(cold)), COLDEST, homing, true), until);
        if (state.cost() < bestCost) {
            bestCost = state.cost();
            best = state.machines();
        }
        return state.cost();
    }
}
