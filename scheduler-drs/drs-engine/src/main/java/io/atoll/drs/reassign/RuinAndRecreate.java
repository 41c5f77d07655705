package io.atoll.drs.reassign;

import io.atoll.drs.core.Dice;

/**
 * Takes some processes off a few machines and puts each back where it costs the least, the big ones mostly first; what comes out is
 * kept as annealing would (ruin and recreate, Schrimpf and others 2000; a machine is now and then overlooked, as Christiaens and
 * Vanden Berghe do, 2020). It changes several machines at once and keeps capacity, which shifts and swaps seldom can where little fits.
 */
final class RuinAndRecreate {
    private static final int MOST_REMOVED = 16;
    private static final int MOST_RUINED_MACHINES = 4;
    /** Machines looked at for each process; all of them if there are no more. */
    private static final int MOST_LOOKED_AT = 150;

    private static final double OVERLOOKED = 0.02;
    private static final int NOWHERE = -1;

    private final ReassignmentState state;
    private final Dice dice;
    private final int machines;
    private final double[] cost;
    private final double[] share;
    private final int[] removed = new int[MOST_REMOVED];
    private final int[] from = new int[MOST_REMOVED];
    private final double[] rank = new double[MOST_REMOVED];
    private int count;
    private long weighed;

    /** @param cost what the load of each process would cost */
    RuinAndRecreate(ReassignmentProblem problem, ReassignmentState state, double[] cost, Dice dice) {
        this.state = state;
        this.cost = cost;
        this.dice = dice;
        machines = problem.machines().count();
        share = shares(problem);
    }

    /** What each process needs of everything, in shares of all demand. */
    private static double[] shares(ReassignmentProblem problem) {
        var resources = problem.resources().count();
        var requirement = problem.processes().requirement();
        var demand = new double[resources];
        for (var i = 0; i < requirement.length; i++) {
            demand[i % resources] += requirement[i];
        }
        var shares = new double[problem.processes().count()];
        for (var i = 0; i < requirement.length; i++) {
            shares[i / resources] += requirement[i] / Math.max(1, demand[i % resources]);
        }
        return shares;
    }

    /** One attempt, from a state that lacks nothing to one that lacks nothing; how many moves it weighed. */
    long attempt(double temperature) {
        count = 0;
        weighed = 1;
        var before = state.cost();
        ruin();
        rank();
        var inserted = recreate();
        var growth = state.cost() - before;
        var kept = inserted == count
                && state.keepsRules(removed, from, count)
                && (growth <= 0 || dice.share() < Math.exp(-growth / temperature));
        if (!kept) {
            undo(inserted);
        }
        return weighed;
    }

    private void ruin() {
        var wanted = 1 + dice.below(MOST_REMOVED - 1);
        var places = 1 + dice.below(MOST_RUINED_MACHINES);
        for (var i = 0; i < places && count < wanted; i++) {
            var machine = i == 0 ? costlyMachine() : dice.below(machines);
            for (var left = Math.max(1, (wanted - count) / (places - i));
                    left > 0 && state.tenants(machine) > 0;
                    left--) {
                removed[count] = state.tenant(machine, dice.below(state.tenants(machine)));
                from[count] = machine;
                state.remove(removed[count]);
                count++;
            }
        }
    }

    private int costlyMachine() {
        var one = dice.below(machines);
        var other = dice.below(machines);
        return state.loadCost(one) < state.loadCost(other) ? other : one;
    }

    /** Puts those who were removed in the order in which they choose a machine. */
    private void rank() {
        var order = dice.below(4);
        for (var i = 0; i < count; i++) {
            var size = order == 0 ? 1 : order == 1 ? cost[removed[i]] : share[removed[i]];
            rank[i] = size * (0.7 + 0.6 * dice.share());
        }
        for (var i = 1; i < count; i++) {
            var process = removed[i];
            var machine = from[i];
            var its = rank[i];
            var j = i;
            for (; j > 0 && rank[j - 1] < its; j--) {
                removed[j] = removed[j - 1];
                from[j] = from[j - 1];
                rank[j] = rank[j - 1];
            }
            removed[j] = process;
            from[j] = machine;
            rank[j] = its;
        }
    }

    /** How many found a machine; after the first who finds none the others are not asked. */
    private int recreate() {
        for (var i = 0; i < count; i++) {
            var to = bestPlace(removed[i]);
            if (to == NOWHERE) {
                return i;
            }
            state.insert(removed[i], to);
        }
        return count;
    }

    private int bestPlace(int process) {
        var best = NOWHERE;
        var least = Long.MAX_VALUE;
        var all = machines <= MOST_LOOKED_AT;
        var tries = Math.min(machines, MOST_LOOKED_AT);
        weighed += tries;
        for (var i = 0; i < tries; i++) {
            var to = all ? i : i == 0 ? state.home(process) : dice.below(machines);
            if (!state.mayInsert(process, to) || dice.share() < OVERLOOKED) {
                continue;
            }
            var growth = state.insertCost(process, to);
            if (growth < least) {
                least = growth;
                best = to;
            }
        }
        return best;
    }

    private void undo(int inserted) {
        for (var i = inserted - 1; i >= 0; i--) {
            state.remove(removed[i]);
        }
        for (var i = 0; i < count; i++) {
            state.insert(removed[i], from[i]);
        }
    }
}
