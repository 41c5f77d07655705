package io.atoll.drs.reassign;

/** What moving costs: each process, the machines between which it moves, and the service that moves the most processes. */
final class MoveCosts {
    private final int machines;
    private final int[] home;
    private final int[] service;
    private final long[] processCost;
    private final int[] machineCost;
    private final long machineWeight;
    private final long serviceWeight;
    private final int[] movedOfService;
    /** How many services have moved so many processes. */
    private final int[] servicesByMoved;

    private int mostMoved;

    MoveCosts(ReassignmentProblem problem) {
        machines = problem.machines().count();
        home = problem.home();
        service = problem.processes().service();
        processCost = problem.processes().moveCost().clone();
        for (var process = 0; process < processCost.length; process++) {
            processCost[process] *= problem.weights().processMove();
        }
        machineCost = problem.machines().moveCost();
        machineWeight = problem.weights().machineMove();
        serviceWeight = problem.weights().serviceMove();
        movedOfService = new int[problem.services().count()];
        servicesByMoved = new int[home.length + 2];
        servicesByMoved[0] = movedOfService.length;
    }

    /** What it costs that {@code process} is on {@code machine}, its service aside. */
    long away(int process, int machine) {
        var from = home[process];
        return from == machine ? 0 : processCost[process] + machineWeight * machineCost[from * machines + machine];
    }

    long serviceCost() {
        return serviceWeight * mostMoved;
    }

    long shiftCost(int process, int from, int to) {
        return away(process, to) - away(process, from) + serviceWeight * mostMovedAfter(process, from, to);
    }

    long swapCost(int one, int oneMachine, int other, int otherMachine) {
        var cost =
                away(one, otherMachine) - away(one, oneMachine) + away(other, oneMachine) - away(other, otherMachine);
        if (departure(one, oneMachine, otherMachine) != 0 || departure(other, otherMachine, oneMachine) != 0) {
            var before = mostMoved;
            move(one, oneMachine, otherMachine);
            move(other, otherMachine, oneMachine);
            cost += serviceWeight * (mostMoved - before);
            move(one, otherMachine, oneMachine);
            move(other, oneMachine, otherMachine);
        }
        return cost;
    }

    /** 1 for a move away from home, -1 for one back, 0 otherwise. */
    private int departure(int process, int from, int to) {
        return home[process] == from ? 1 : home[process] == to ? -1 : 0;
    }

    private int mostMovedAfter(int process, int from, int to) {
        var moved = movedOfService[service[process]];
        return switch (departure(process, from, to)) {
            case 1 -> moved == mostMoved ? 1 : 0;
            case -1 -> moved == mostMoved && servicesByMoved[moved] == 1 ? -1 : 0;
            default -> 0;
        };
    }

    void move(int process, int from, int to) {
        var departure = departure(process, from, to);
        if (departure == 0) {
            return;
        }
        var moved = movedOfService[service[process]];
        movedOfService[service[process]] = moved + departure;
        servicesByMoved[moved]--;
        servicesByMoved[moved + departure]++;
        if (moved + departure > mostMoved) {
            mostMoved++;
        } else if (moved == mostMoved && servicesByMoved[moved] == 0) {
            mostMoved--;
        }
    }
}
