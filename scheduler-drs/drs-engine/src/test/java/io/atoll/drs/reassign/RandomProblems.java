package io.atoll.drs.reassign;

import io.atoll.drs.core.Dice;
import io.atoll.drs.reassign.ReassignmentProblem.Balance;
import io.atoll.drs.reassign.ReassignmentProblem.Machines;
import io.atoll.drs.reassign.ReassignmentProblem.Processes;
import io.atoll.drs.reassign.ReassignmentProblem.Resources;
import io.atoll.drs.reassign.ReassignmentProblem.Services;
import io.atoll.drs.reassign.ReassignmentProblem.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small problems with every kind of constraint and cost, each from a seed; the processes are somewhere that keeps every constraint. */
final class RandomProblems {
    private static final int LARGEST = 20;

    private final Dice dice;
    private final int resources;
    private final int machineCount;
    private final int serviceCount;
    private final int[] neighbourhood;
    private final int[] location;
    private final List<Integer> service = new ArrayList<>();
    private final List<Integer> home = new ArrayList<>();

    private RandomProblems(long seed, int machines, int services, int mostPerService) {
        dice = new Dice(seed);
        resources = 1 + dice.below(3);
        machineCount = machines;
        serviceCount = services;
        neighbourhood = places(2);
        location = places(3);
        for (var i = 0; i < services; i++) {
            var first = dice.below(machines);
            var count = Math.min(machines, 1 + dice.below(mostPerService));
            for (var k = 0; k < count; k++) {
                service.add(i);
                home.add((first + k) % machines);
            }
        }
    }

    /** A few machines and some twenty processes. */
    static ReassignmentProblem small(long seed) {
        return new RandomProblems(seed, 6, 10, 4).problem();
    }

    /** Few enough assignments to try all. */
    static ReassignmentProblem tiny(long seed) {
        return new RandomProblems(seed, 3, 4, 2).problem();
    }

    private int[] places(int count) {
        var places = new int[machineCount];
        Arrays.setAll(places, machine -> dice.below(count));
        return places;
    }

    private long[] amounts(int count) {
        var amounts = new long[count];
        Arrays.setAll(amounts, i -> 1 + dice.below(LARGEST));
        return amounts;
    }

    private ReassignmentProblem problem() {
        var inTransit = new boolean[resources];
        for (var r = 0; r < resources; r++) {
            inTransit[r] = dice.below(2) == 0;
        }
        var requirement = amounts(home.size() * resources);
        var lanes = new int[machineCount * machineCount];
        for (var i = 0; i < lanes.length; i++) {
            lanes[i] = i / machineCount == i % machineCount ? 0 : dice.below(4);
        }
        var capacity = capacity(requirement);
        var safety = capacity.clone();
        Arrays.setAll(safety, i -> capacity[i] * dice.below(100) / 100);
        return new ReassignmentProblem(
                new Resources(inTransit, amounts(resources)),
                new Machines(neighbourhood, location, capacity, safety, lanes),
                new Services(spread(), dependencies()),
                new Processes(numbers(service), requirement, amounts(home.size())),
                dice.below(2) == 0 ? List.of() : List.of(new Balance(0, resources - 1, 1 + dice.below(3), 2)),
                new Weights(1, 5, 3),
                numbers(home));
    }

    private static int[] numbers(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What is used, and a little to a lot more. */
    private long[] capacity(long[] requirement) {
        var capacity = new long[machineCount * resources];
        for (var i = 0; i < requirement.length; i++) {
            capacity[home.get(i / resources) * resources + i % resources] += requirement[i];
        }
        Arrays.setAll(capacity, i -> capacity[i] + dice.below(2 * LARGEST));
        return capacity;
    }

    private int[] spread() {
        var spread = new int[serviceCount];
        for (var i = 0; i < serviceCount; i++) {
            var locations = distinct(i, location);
            spread[i] = locations - dice.below(2) * dice.below(locations);
        }
        return spread;
    }

    private int[][] dependencies() {
        var dependencies = new int[serviceCount][];
        for (var i = 0; i < serviceCount; i++) {
            var dependent = i;
            dependencies[i] = java.util.stream.IntStream.range(0, serviceCount)
                    .filter(needed -> dice.below(3) == 0 && isBeside(dependent, needed))
                    .toArray();
        }
        return dependencies;
    }

    private boolean isBeside(int dependent, int needed) {
        return placesOf(needed, neighbourhood).containsAll(placesOf(dependent, neighbourhood));
    }

    private int distinct(int wanted, int[] kind) {
        return placesOf(wanted, kind).size();
    }

    private java.util.Set<Integer> placesOf(int wanted, int[] kind) {
        var places = new java.util.HashSet<Integer>();
        for (var process = 0; process < home.size(); process++) {
            if (service.get(process) == wanted) {
                places.add(kind[home.get(process)]);
            }
        }
        return places;
    }
}
