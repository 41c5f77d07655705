package io.atoll.drs.reassign;

import io.atoll.drs.core.Dice;
import io.atoll.drs.reassign.Schedule.Capacity;

/**
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) over shifts of one process and swaps of two. What a machine lacks of its
 * capacity has a price, which follows the temperature: as much may be lacking as the noise of the temperature explains, and in the end
 * nothing. So the search goes through states that no sequence of fitting moves connects.
 */
final class Annealing {
    /** Steps between two looks at the budget, the temperature and the price. */
    private static final int STRIDE = 1024;

    /** What may be lacking for each machine and resource at the start, at its price, in temperatures; nothing at the end. */
    private static final double NOISE = 0.03;

    private static final double PRICE_CHANGE = 1.002;
    private static final double LEAST_PRICE = 1;
    private static final double MOST_PRICE = 1e6;
    private static final double MENDING_PRICE = 100;
    private static final int MENDINGS = 512;
    /** Beyond so many temperatures chance does not reach. */
    private static final double OUT_OF_REACH = 30;
    /** Of so many moves, half are shifts, and one of these goes home. */
    private static final int KINDS = 16;

    /** The price of capacity that is priced by share, first and last. */
    private static final double FIRST_PRICE = 1;

    private static final double LAST_PRICE = 1000;
    /** So many of the swaps are of two that are about as big, where that is the way. */
    private static final double ALIKE_SWAPS = 0.3;

    private final ReassignmentState state;
    private final SearchBudget budget;
    private final Dice dice;
    private final ProcessPicker picker;
    private final Rearrangement rearrangement;
    private final RuinAndRecreate ruin;
    private final int[] home;
    private final int machines;
    private final double places;

    private long steps;
    private double price = LEAST_PRICE;
    private double temperature;
    private double homing;
    private boolean strict;
    private double alikeSwaps;

    Annealing(ReassignmentProblem problem, ReassignmentState state, SearchBudget budget, long seed) {
        this.state = state;
        this.budget = budget;
        dice = new Dice(seed);
        picker = new ProcessPicker(problem, dice);
        rearrangement = new Rearrangement(problem, state, picker.sizes(), dice);
        ruin = new RuinAndRecreate(problem, state, picker.sizes(), dice);
        home = problem.home();
        machines = problem.machines().count();
        places = (double) machines * problem.resources().count();
    }

    long steps() {
        return steps;
    }

    /** What the load of the biggest process would cost above the safety capacity. */
    double biggest() {
        return picker.biggest();
    }

    double spent() {
        return budget.spent(steps);
    }

    /** Searches until {@code until} of the budget is spent. */
    void run(Schedule schedule, double until) {
        homing = schedule.homing();
        strict = schedule.capacity() == Capacity.KEPT;
        var byShare = schedule.capacity() == Capacity.PRICED_BY_SHARE;
        alikeSwaps = schedule.capacity() == Capacity.PRICED_LIKE_LOAD ? 0 : ALIKE_SWAPS;
        state.weighLackByShare(byShare);
        var from = spent();
        for (var spent = from; spent < until; spent = spent()) {
            var share = (spent - from) / (until - from);
            temperature = schedule.temperature(share);
            picker.setTemperature(temperature);
            if (byShare) {
                price = FIRST_PRICE * Math.pow(LAST_PRICE / FIRST_PRICE, share);
            } else {
                follow(state.lack() * price > NOISE * (1 - share) * temperature * places);
            }
            stride();
        }
    }

    /** Gives away cost for capacity until nothing is lacking; whether that came about before {@code until} of the budget was spent. */
    boolean repair(double coldest, double until) {
        homing = 0;
        strict = false;
        temperature = coldest;
        picker.setTemperature(coldest);
        while (state.lack() > 0 && spent() < until) {
            price = Math.max(MENDING_PRICE, Math.min(MOST_PRICE, price));
            for (var i = 0; i < MENDINGS; i++) {
                steps += rearrangement.mend();
            }
            stride();
        }
        return state.lack() == 0;
    }

    /** Tries to rearrange big processes until {@code until} of the budget is spent; from and to states that lack nothing. */
    void rearrange(double until) {
        var nextLook = steps;
        while (steps < nextLook || spent() < until) {
            if (steps >= nextLook) {
                nextLook = steps + STRIDE;
            }
            steps += rearrangement.attempt();
        }
    }

    /** Ruins and recreates, ever colder, until {@code until} of the budget is spent; from and to states that lack nothing. */
    void ruinAndRecreate(double hot, double cold, double until) {
        var from = spent();
        var cooling = new Schedule(hot, cold, 0, Capacity.KEPT);
        for (var spent = from; spent < until; spent = spent()) {
            var coolness = cooling.temperature((spent - from) / (until - from));
            for (var nextLook = steps + STRIDE; steps < nextLook; ) {
                steps += ruin.attempt(coolness);
            }
        }
    }

    private void follow(boolean tooMuchLacks) {
        price = tooMuchLacks ? Math.min(MOST_PRICE, price * PRICE_CHANGE) : Math.max(LEAST_PRICE, price / PRICE_CHANGE);
    }

    private void stride() {
        for (var i = 0; i < STRIDE; i++) {
            var kind = dice.below(KINDS);
            var process = picker.next();
            if (kind >= KINDS / 2) {
                trySwap(process, swapsAlike() ? picker.alike(process) : picker.next());
            } else {
                tryShift(process, kind == 0 ? home[process] : dice.below(machines));
            }
        }
        steps += STRIDE;
    }

    private boolean swapsAlike() {
        return alikeSwaps > 0 && dice.share() < alikeSwaps;
    }

    private void tryShift(int process, int to) {
        if (strict && !state.fits(process, to)) {
            return;
        }
        var growth = state.shiftCost(process, to);
        if (growth == ReassignmentState.FORBIDDEN) {
            return;
        }
        var lack = strict ? 0 : price * state.shiftLack(process, to);
        if (accepts(growth + lack + temperature * departure(process, to))) {
            state.shift(process, to, growth);
        }
    }

    private void trySwap(int one, int other) {
        if (strict && !state.fitSwapped(one, other)) {
            return;
        }
        var growth = state.swapCost(one, other);
        if (growth == ReassignmentState.FORBIDDEN) {
            return;
        }
        var lack = strict ? 0 : price * state.swapLack(one, other);
        var departures = departure(one, state.machine(other)) + departure(other, state.machine(one));
        if (accepts(growth + lack + temperature * departures)) {
            state.swap(one, other, growth);
        }
    }

    private double departure(int process, int to) {
        return home[process] == to ? -homing : home[process] == state.machine(process) ? homing : 0;
    }

    private boolean accepts(double growth) {
        return growth <= 0 || (growth < OUT_OF_REACH * temperature && dice.share() < Math.exp(-growth / temperature));
    }
}
