package io.atoll.drs.lab.roadef;

import io.atoll.drs.reassign.ReassignmentProblem;
import java.util.HashSet;
import java.util.Optional;

/** Whether an assignment keeps every constraint, counted anew from the problem's own statement. */
final class Feasibility {
    private final ReassignmentProblem problem;
    private final int[] machines;

    private Feasibility(ReassignmentProblem problem, int[] machines) {
        this.problem = problem;
        this.machines = machines;
    }

    /** The first constraint that {@code machines} breaks, in words; empty if there is none. */
    static Optional<String> firstBroken(ReassignmentProblem problem, int[] machines) {
        var check = new Feasibility(problem, machines);
        return check.capacity().or(check::conflict).or(check::spread).or(check::dependency);
    }

    private Optional<String> capacity() {
        var resources = problem.resources().count();
        var capacity = problem.machines().capacity();
        var use = new long[capacity.length];
        for (var process = 0; process < machines.length; process++) {
            var home = problem.home()[process];
            for (var r = 0; r < resources; r++) {
                var amount = problem.processes().requirement()[process * resources + r];
                use[machines[process] * resources + r] += amount;
                if (home != machines[process] && problem.resources().inTransit()[r]) {
                    use[home * resources + r] += amount;
                }
            }
        }
        for (var i = 0; i < use.length; i++) {
            if (use[i] > capacity[i]) {
                return Optional.of("machine %d has %d of resource %d, but %d are used and in transit"
                        .formatted(i / resources, capacity[i], i % resources, use[i]));
            }
        }
        return Optional.empty();
    }

    private Optional<String> conflict() {
        var seen = new HashSet<Long>();
        for (var process = 0; process < machines.length; process++) {
            var service = problem.processes().service()[process];
            if (!seen.add((long) service * problem.machines().count() + machines[process])) {
                return Optional.of("service %d is twice on machine %d".formatted(service, machines[process]));
            }
        }
        return Optional.empty();
    }

    private Optional<String> spread() {
        var seen = new HashSet<Long>();
        var distinct = new int[problem.services().count()];
        for (var process = 0; process < machines.length; process++) {
            var service = problem.processes().service()[process];
            var location = problem.machines().location()[machines[process]];
            if (seen.add((long) service << 32 | location)) {
                distinct[service]++;
            }
        }
        for (var service = 0; service < distinct.length; service++) {
            if (distinct[service] < problem.services().spread()[service]) {
                return Optional.of("service %d is in %d locations, but should be in at least %d"
                        .formatted(
                                service, distinct[service], problem.services().spread()[service]));
            }
        }
        return Optional.empty();
    }

    private Optional<String> dependency() {
        var present = new HashSet<Long>();
        for (var process = 0; process < machines.length; process++) {
            present.add(key(problem.processes().service()[process], neighbourhood(process)));
        }
        for (var process = 0; process < machines.length; process++) {
            var service = problem.processes().service()[process];
            for (var needed : problem.services().dependencies()[service]) {
                if (!present.contains(key(needed, neighbourhood(process)))) {
                    return Optional.of("service %d depends on service %d, which is not in neighbourhood %d"
                            .formatted(service, needed, neighbourhood(process)));
                }
            }
        }
        return Optional.empty();
    }

    private int neighbourhood(int process) {
        return problem.machines().neighbourhood()[machines[process]];
    }

    private static long key(int service, int neighbourhood) {
        return (long) service << 32 | neighbourhood;
    }
}
