package io.atoll.drs.reassign;

import java.util.ArrayList;
import java.util.List;

/** Where the services are: no machine twice (conflict), enough locations (spread), and beside whom they depend on (dependency). */
final class ServicePlaces {
    private final int machines;
    private final int[] location;
    private final int[] neighbourhood;
    private final int locations;
    private final int neighbourhoods;
    private final int[] spread;
    private final int[][] dependencies;
    private final int[][] dependents;
    private final boolean[] related;
    private final long[] present;
    /** Processes; service by location. */
    private final int[] inLocation;
    /** Processes; service by neighbourhood. */
    private final int[] inNeighbourhood;

    private final int[] distinctLocations;

    ServicePlaces(ReassignmentProblem problem) {
        machines = problem.machines().count();
        location = problem.machines().location();
        neighbourhood = problem.machines().neighbourhood();
        locations = 1 + java.util.Arrays.stream(location).max().orElse(0);
        neighbourhoods = 1 + java.util.Arrays.stream(neighbourhood).max().orElse(0);
        spread = problem.services().spread();
        dependencies = problem.services().dependencies();
        dependents = reversed(dependencies);
        var services = problem.services().count();
        related = new boolean[services];
        for (var service = 0; service < services; service++) {
            related[service] = dependencies[service].length + dependents[service].length > 0;
        }
        present = new long[Math.toIntExact(((long) services * machines + 63) / 64)];
        inLocation = new int[Math.multiplyExact(services, locations)];
        inNeighbourhood = new int[Math.multiplyExact(services, neighbourhoods)];
        distinctLocations = new int[services];
        var home = problem.home();
        for (var process = 0; process < home.length; process++) {
            enter(problem.processes().service()[process], home[process]);
        }
    }

    private static int[][] reversed(int[][] dependencies) {
        var lists = new ArrayList<List<Integer>>();
        for (var i = 0; i < dependencies.length; i++) {
            lists.add(new ArrayList<>());
        }
        for (var i = 0; i < dependencies.length; i++) {
            for (var needed : dependencies[i]) {
                lists.get(needed).add(i);
            }
        }
        return lists.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    boolean isOn(int service, int machine) {
        var bit = (long) service * machines + machine;
        return (present[(int) (bit >>> 6)] & 1L << bit) != 0;
    }

    private void flip(int service, int machine) {
        var bit = (long) service * machines + machine;
        present[(int) (bit >>> 6)] ^= 1L << bit;
    }

    /** Whether one process of {@code service} may go from one machine to another. */
    boolean mayShift(int service, int from, int to) {
        return !isOn(service, to) && staysSpread(service, from, to) && keepsDependencies(service, from, to);
    }

    /** Whether a process of each of two services may trade machines. */
    boolean maySwap(int one, int oneMachine, int other, int otherMachine) {
        if (one == other) {
            return true;
        }
        return !isOn(one, otherMachine)
                && !isOn(other, oneMachine)
                && staysSpread(one, oneMachine, otherMachine)
                && staysSpread(other, otherMachine, oneMachine)
                && keepsDependencies(one, oneMachine, other, otherMachine);
    }

    private boolean staysSpread(int service, int from, int to) {
        var source = location[from];
        var target = location[to];
        if (spread[service] <= 1 || source == target) {
            return true;
        }
        var lost = inLocation[service * locations + source] == 1 ? 1 : 0;
        var won = inLocation[service * locations + target] == 0 ? 1 : 0;
        return distinctLocations[service] - lost + won >= spread[service];
    }

    private boolean keepsDependencies(int service, int from, int to) {
        var source = neighbourhood[from];
        var target = neighbourhood[to];
        if (!related[service] || source == target) {
            return true;
        }
        relocate(service, source, target);
        var kept = isMissedNowhere(service, source) && hasAllIn(service, target);
        relocate(service, target, source);
        return kept;
    }

    private boolean keepsDependencies(int one, int oneMachine, int other, int otherMachine) {
        var source = neighbourhood[oneMachine];
        var target = neighbourhood[otherMachine];
        if (source == target || (!related[one] && !related[other])) {
            return true;
        }
        relocate(one, source, target);
        relocate(other, target, source);
        var kept = isMissedNowhere(one, source)
                && isMissedNowhere(other, target)
                && hasAllIn(one, target)
                && hasAllIn(other, source);
        relocate(one, target, source);
        relocate(other, source, target);
        return kept;
    }

    private void relocate(int service, int source, int target) {
        inNeighbourhood[service * neighbourhoods + source]--;
        inNeighbourhood[service * neighbourhoods + target]++;
    }

    /** Nobody in {@code where} depends on {@code service} without it. */
    private boolean isMissedNowhere(int service, int where) {
        if (inNeighbourhood[service * neighbourhoods + where] > 0) {
            return true;
        }
        for (var dependent : dependents[service]) {
            if (inNeighbourhood[dependent * neighbourhoods + where] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Asked of where the service is or will be, so it has itself. */
    private boolean hasAllIn(int service, int where) {
        for (var needed : dependencies[service]) {
            if (needed != service && inNeighbourhood[needed * neighbourhoods + where] == 0) {
                return false;
            }
        }
        return true;
    }

    void enter(int service, int machine) {
        flip(service, machine);
        inNeighbourhood[service * neighbourhoods + neighbourhood[machine]]++;
        if (inLocation[service * locations + location[machine]]++ == 0) {
            distinctLocations[service]++;
        }
    }

    void leave(int service, int machine) {
        flip(service, machine);
        inNeighbourhood[service * neighbourhoods + neighbourhood[machine]]--;
        if (--inLocation[service * locations + location[machine]] == 0) {
            distinctLocations[service]--;
        }
    }

    /**
     * Whether a process of {@code service} that is nowhere may go to {@code machine}.
     *
     * @param nowhere how many others of the service are nowhere yet; each may bring one more location
     */
    boolean mayEnter(int service, int machine, int nowhere) {
        if (isOn(service, machine)) {
            return false;
        }
        var won = inLocation[service * locations + location[machine]] == 0 ? 1 : 0;
        return distinctLocations[service] + won + nowhere >= spread[service]
                && (!related[service] || hasAllIn(service, neighbourhood[machine]));
    }

    /** Whether spread and dependency are kept after a process of {@code service} went from one machine to another. */
    boolean keepsRules(int service, int from, int to) {
        return distinctLocations[service] >= spread[service]
                && (!related[service]
                        || (isMissedNowhere(service, neighbourhood[from]) && hasAllIn(service, neighbourhood[to])));
    }
}
