package io.atoll.drs.reassign;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The problem's definition once more, as plainly as it can be said and counted anew each time: what the engine is held against. */
final class PlainEvaluation {
    private final ReassignmentProblem problem;
    private final int[] machines;
    private final long[][] use;
    private final long[][] transit;

    PlainEvaluation(ReassignmentProblem problem, int[] machines) {
        this.problem = problem;
        this.machines = machines;
        var resources = problem.resources().count();
        use = new long[problem.machines().count()][resources];
        transit = new long[problem.machines().count()][resources];
        for (var process = 0; process < machines.length; process++) {
            for (var r = 0; r < resources; r++) {
                var amount = problem.processes().requirement()[process * resources + r];
                use[machines[process]][r] += amount;
                if (moved(process) && problem.resources().inTransit()[r]) {
                    transit[problem.home()[process]][r] += amount;
                }
            }
        }
    }

    private boolean moved(int process) {
        return machines[process] != problem.home()[process];
    }

    long cost() {
        var weights = problem.weights();
        var perService = new long[problem.services().count()];
        var cost = 0L;
        for (var process = 0; process < machines.length; process++) {
            if (moved(process)) {
                perService[problem.processes().service()[process]]++;
                cost += weights.processMove() * problem.processes().moveCost()[process];
                var lane = problem.home()[process] * problem.machines().count() + machines[process];
                cost += weights.machineMove() * problem.machines().moveCost()[lane];
            }
        }
        cost += weights.serviceMove() * Arrays.stream(perService).max().orElse(0);
        for (var machine = 0; machine < use.length; machine++) {
            cost += loadCost(machine) + balanceCost(machine);
        }
        return cost;
    }

    private long loadCost(int machine) {
        var resources = problem.resources().count();
        var cost = 0L;
        for (var r = 0; r < resources; r++) {
            var above = use[machine][r] - problem.machines().safety()[machine * resources + r];
            cost += problem.resources().loadWeight()[r] * Math.max(0, above);
        }
        return cost;
    }

    private long balanceCost(int machine) {
        var cost = 0L;
        for (var balance : problem.balances()) {
            var wanted = balance.target() * left(machine, balance.first());
            cost += balance.weight() * Math.max(0, wanted - left(machine, balance.second()));
        }
        return cost;
    }

    private long left(int machine, int resource) {
        return capacity(machine, resource) - use[machine][resource];
    }

    private long capacity(int machine, int resource) {
        return problem.machines().capacity()[machine * problem.resources().count() + resource];
    }

    boolean keepsEverything() {
        return keepsCapacity() && keepsRules();
    }

    boolean keepsCapacity() {
        for (var machine = 0; machine < use.length; machine++) {
            for (var r = 0; r < problem.resources().count(); r++) {
                if (use[machine][r] + transit[machine][r] > capacity(machine, r)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Conflict, spread and dependency. */
    boolean keepsRules() {
        for (var service = 0; service < problem.services().count(); service++) {
            var on = placesOf(service, null);
            var processes = Arrays.stream(problem.processes().service())
                    .filter(equal(service))
                    .count();
            var locations = placesOf(service, problem.machines().location());
            if (on.size() < processes || locations.size() < problem.services().spread()[service]) {
                return false;
            }
            var around = placesOf(service, problem.machines().neighbourhood());
            for (var needed : problem.services().dependencies()[service]) {
                if (!placesOf(needed, problem.machines().neighbourhood()).containsAll(around)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static java.util.function.IntPredicate equal(int service) {
        return other -> other == service;
    }

    /** The machines of a service, or what {@code kind} says of them. */
    private Set<Integer> placesOf(int service, int @org.jspecify.annotations.Nullable [] kind) {
        var places = new HashSet<Integer>();
        for (var process = 0; process < machines.length; process++) {
            if (problem.processes().service()[process] == service) {
                places.add(kind == null ? machines[process] : kind[machines[process]]);
            }
        }
        return places;
    }
}
