package io.atoll.drs.reassign;

import io.atoll.drs.core.Dice;

/**
 * Moves a big process to a machine that has no room for it and sends those away who are there, each where it costs the least;
 * all of it is taken back unless the whole costs less. Annealing finds such moves only while it is hot. The idea is the "big process
 * rearrangement" of Gavranović, Buljubašić and Demirović 2012, who won the challenge; this is a plain form of it.
 */
final class Rearrangement {
    /** What a machine lacks weighs so much more than its load. */
    private static final double PRICE = 20;

    /** One that is sent away may send away others in turn, so often at most. */
    private static final int MOST_EVICTIONS = 60;

    private final ReassignmentState state;
    private final Dice dice;
    private final double[] size;
    private final int processes;
    private final int machines;
    private final int[] movedProcess;
    private final int[] movedFrom;
    private int moves;
    private long weighed;

    Rearrangement(ReassignmentProblem problem, ReassignmentState state, double[] size, Dice dice) {
        this.state = state;
        this.size = size;
        this.dice = dice;
        processes = problem.processes().count();
        machines = problem.machines().count();
        movedProcess = new int[MOST_EVICTIONS + 1];
        movedFrom = new int[MOST_EVICTIONS + 1];
    }

    /** One attempt, from a state that lacks nothing to one that lacks nothing and costs no more; how many moves it weighed. */
    long attempt() {
        weighed = 1;
        moves = 0;
        var process = bigOne();
        var target = dice.below(machines);
        var before = state.cost();
        var growth = state.shiftCost(process, target);
        if (growth == ReassignmentState.FORBIDDEN || state.loadCost(state.machine(process)) == 0) {
            return weighed;
        }
        take(process, target, growth);
        evict(target, process);
        if (state.cost() > before || state.lack() > 0) {
            undo();
        }
        return weighed;
    }

    /** One attempt to lack less, whatever it costs. */
    long mend() {
        weighed = 1;
        moves = 0;
        var process = bigOne();
        var target = dice.below(machines);
        var before = state.lack();
        if (state.lack(state.machine(process)) == 0) {
            return weighed;
        }
        var growth = state.shiftCost(process, target);
        if (growth != ReassignmentState.FORBIDDEN) {
            take(process, target, growth);
            evict(target, process);
            if (state.lack() >= before) {
                undo();
            }
        }
        return weighed;
    }

    /** The biggest of a few, so that the big ones have many chances and the small ones some. */
    private int bigOne() {
        var big = dice.below(processes);
        for (var others = dice.below(64); others > 0; others--) {
            var other = dice.below(processes);
            if (size[other] > size[big]) {
                big = other;
            }
        }
        return big;
    }

    /** Sends the others on {@code machine} away while that pays, the biggest first. */
    private void evict(int machine, int guest) {
        var tenants = tenants(machine, guest);
        for (var i = 0; i < tenants.length && moves <= MOST_EVICTIONS; i++) {
            if (state.lack() == 0 && state.loadCost(machine) == 0) {
                return;
            }
            sendAway(tenants[i]);
        }
    }

    private int[] tenants(int machine, int guest) {
        return java.util.stream.IntStream.range(0, processes)
                .filter(process -> state.machine(process) == machine && process != guest)
                .boxed()
                .sorted((one, other) -> Double.compare(size[other], size[one]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void sendAway(int process) {
        var best = -1;
        var bestGrowth = 0L;
        var least = 0.0;
        for (var to = 0; to < machines; to++) {
            var growth = state.shiftCost(process, to);
            weighed++;
            if (growth != ReassignmentState.FORBIDDEN) {
                var worth = growth + PRICE * state.shiftLack(process, to);
                if (worth < least) {
                    least = worth;
                    best = to;
                    bestGrowth = growth;
                }
            }
        }
        if (best >= 0) {
            take(process, best, bestGrowth);
        }
    }

    private void take(int process, int to, long growth) {
        movedProcess[moves] = process;
        movedFrom[moves] = state.machine(process);
        moves++;
        state.shift(process, to, growth);
    }

    private void undo() {
        while (moves > 0) {
            moves--;
            state.takeBack(movedProcess[moves], movedFrom[moves]);
        }
    }
}
