package io.atoll.drs.lab.roadef;

import io.atoll.drs.lab.BadInput;
import io.atoll.drs.lab.ErrorCode;
import io.atoll.drs.reassign.ReassignmentProblem;
import io.atoll.drs.reassign.ReassignmentProblem.Balance;
import io.atoll.drs.reassign.ReassignmentProblem.Machines;
import io.atoll.drs.reassign.ReassignmentProblem.Processes;
import io.atoll.drs.reassign.ReassignmentProblem.Resources;
import io.atoll.drs.reassign.ReassignmentProblem.Services;
import io.atoll.drs.reassign.ReassignmentProblem.Weights;
import java.util.ArrayList;
import java.util.List;

/** Reads the two files of an instance in the challenge's format. Every number is checked where it stands. */
final class ModelReader {
    private static final int MOST_RESOURCES = 1_000;
    private static final int MOST_MACHINES = 10_000;
    private static final int MOST_SERVICES = 1_000_000;
    private static final int MOST_PROCESSES = 1_000_000;
    private static final int MOST_BALANCES = 1_000;
    private static final long MOST_AMOUNT = 1_000_000_000_000L;
    /** Far from 2^63, so that no sum of costs overflows. */
    private static final double MOST_COST = 1e18;

    private final NumberReader in;

    private ModelReader(NumberReader in) {
        this.in = in;
    }

    static ReassignmentProblem read(String modelFile, String assignmentFile) {
        var problem = new ModelReader(NumberReader.open(modelFile)).model(assignmentFile);
        refuseHugeCosts(problem, modelFile);
        return problem;
    }

    private ReassignmentProblem model(String assignmentFile) {
        var resources = resources();
        var machines = machines(resources.count());
        var services = services();
        var processes = processes(resources.count(), services.count());
        var balances = balances(resources.count());
        var weights = new Weights(
                amount("weight of process moves"),
                amount("weight of service moves"),
                amount("weight of machine moves"));
        in.end("the three weights");
        var home = assignment(NumberReader.open(assignmentFile), processes.count(), machines.count());
        return new ReassignmentProblem(resources, machines, services, processes, balances, weights, home);
    }

    private Resources resources() {
        var count = in.nextInt(1, MOST_RESOURCES, () -> "number of resources");
        var inTransit = new boolean[count];
        var weight = new long[count];
        for (var i = 0; i < count; i++) {
            var name = "resources[%d]".formatted(i);
            inTransit[i] = in.nextInt(0, 1, () -> name + ".transient") == 1;
            weight[i] = amount(name + ".weight");
        }
        return new Resources(inTransit, weight);
    }

    private Machines machines(int resources) {
        var count = in.nextInt(1, MOST_MACHINES, () -> "number of machines");
        var neighbourhood = new int[count];
        var location = new int[count];
        var capacity = new long[count * resources];
        var safety = new long[count * resources];
        var moveCost = new int[count * count];
        for (var i = 0; i < count; i++) {
            var name = "machines[%d]".formatted(i);
            neighbourhood[i] = in.nextInt(0, MOST_MACHINES, () -> name + ".neighbourhood");
            location[i] = in.nextInt(0, MOST_MACHINES, () -> name + ".location");
            amounts(capacity, i * resources, resources, name + ".capacity");
            amounts(safety, i * resources, resources, name + ".safetyCapacity");
            for (var to = 0; to < count; to++) {
                var index = to;
                moveCost[i * count + to] = in.nextInt(0, Integer.MAX_VALUE, () -> name + ".moveCost[" + index + "]");
            }
        }
        return new Machines(neighbourhood, location, capacity, safety, moveCost);
    }

    private Services services() {
        var count = in.nextInt(1, MOST_SERVICES, () -> "number of services");
        var spread = new int[count];
        var dependencies = new int[count][];
        for (var i = 0; i < count; i++) {
            var name = "services[%d]".formatted(i);
            spread[i] = in.nextInt(0, MOST_MACHINES, () -> name + ".spread");
            dependencies[i] = new int[in.nextInt(0, count, () -> name + ".number of dependencies")];
            for (var k = 0; k < dependencies[i].length; k++) {
                var index = k;
                dependencies[i][k] = in.nextInt(0, count - 1, () -> name + ".dependencies[" + index + "]");
            }
        }
        return new Services(spread, dependencies);
    }

    private Processes processes(int resources, int services) {
        var count = in.nextInt(1, MOST_PROCESSES, () -> "number of processes");
        var service = new int[count];
        var requirement = new long[Math.multiplyExact(count, resources)];
        var moveCost = new long[count];
        for (var i = 0; i < count; i++) {
            var name = "processes[%d]".formatted(i);
            service[i] = in.nextInt(0, services - 1, () -> name + ".service");
            amounts(requirement, i * resources, resources, name + ".requirement");
            moveCost[i] = amount(name + ".moveCost");
        }
        return new Processes(service, requirement, moveCost);
    }

    private List<Balance> balances(int resources) {
        var balances = new ArrayList<Balance>();
        var count = in.nextInt(0, MOST_BALANCES, () -> "number of balance objectives");
        for (var i = 0; i < count; i++) {
            var name = "balances[%d]".formatted(i);
            var first = in.nextInt(0, resources - 1, () -> name + ".resource1");
            var second = in.nextInt(0, resources - 1, () -> name + ".resource2");
            balances.add(new Balance(first, second, amount(name + ".target"), amount(name + ".weight")));
        }
        return balances;
    }

    private static int[] assignment(NumberReader in, int processes, int machines) {
        var home = new int[processes];
        for (var i = 0; i < processes; i++) {
            var index = i;
            home[i] = in.nextInt(0, machines - 1, () -> "machine of process " + index);
        }
        in.end("the machines of %d processes".formatted(processes));
        return home;
    }

    private long amount(String name) {
        return in.next(0, MOST_AMOUNT, () -> name);
    }

    private void amounts(long[] table, int at, int count, String name) {
        for (var i = 0; i < count; i++) {
            var index = i;
            table[at + i] = in.next(0, MOST_AMOUNT, () -> name + "[" + index + "]");
        }
    }

    private static void refuseHugeCosts(ReassignmentProblem problem, String file) {
        var worst = worstCost(problem);
        if (worst > MOST_COST) {
            throw new BadInput(
                    ErrorCode.INVALID_VALUE,
                    file,
                    "An assignment could cost %.3g, the most is %.0e. Use bigger units or smaller weights."
                            .formatted(worst, MOST_COST));
        }
    }

    /** No assignment costs more than this. */
    private static double worstCost(ReassignmentProblem problem) {
        var resources = problem.resources().count();
        var requirement = problem.processes().requirement();
        var capacity = problem.machines().capacity();
        var worst = 0.0;
        for (var i = 0; i < requirement.length; i++) {
            worst += (double) problem.resources().loadWeight()[i % resources] * requirement[i];
        }
        for (var balance : problem.balances()) {
            for (var at = 0; at < capacity.length; at += resources) {
                worst += (double) balance.weight() * (balance.target() + 1.0) * capacity[at + balance.first()];
            }
        }
        var dearest = 0.0;
        for (var cost : problem.machines().moveCost()) {
            dearest = Math.max(dearest, cost);
        }
        var processes = problem.processes().count();
        worst += processes
                * (problem.weights().machineMove() * dearest + problem.weights().serviceMove());
        for (var cost : problem.processes().moveCost()) {
            worst += (double) problem.weights().processMove() * cost;
        }
        return worst;
    }
}
