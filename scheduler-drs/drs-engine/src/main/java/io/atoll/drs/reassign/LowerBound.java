package io.atoll.drs.reassign;

/** No assignment costs less: all demand against all safety capacity, and balance as if everything were one machine. */
public final class LowerBound {
    private LowerBound() {}

    /** The bound for {@code problem}, in the units of its cost; moves are free in it. */
    public static long of(ReassignmentProblem problem) {
        var resources = problem.resources().count();
        var demand = totals(problem.processes().requirement(), resources);
        var capacity = totals(problem.machines().capacity(), resources);
        var safety = totals(problem.machines().safety(), resources);
        var bound = 0L;
        for (var r = 0; r < resources; r++) {
            bound += problem.resources().loadWeight()[r] * Math.max(0, demand[r] - safety[r]);
        }
        for (var balance : problem.balances()) {
            var first = capacity[balance.first()] - demand[balance.first()];
            var second = capacity[balance.second()] - demand[balance.second()];
            bound += balance.weight() * Math.max(0, balance.target() * first - second);
        }
        return bound;
    }

    private static long[] totals(long[] table, int resources) {
        var totals = new long[resources];
        for (var i = 0; i < table.length; i++) {
            totals[i % resources] += table[i];
        }
        return totals;
    }
}
