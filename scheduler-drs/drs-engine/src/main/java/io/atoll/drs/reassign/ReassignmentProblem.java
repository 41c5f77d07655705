package io.atoll.drs.reassign;

import java.util.List;

/**
 * What is asked, as plain arrays that nobody may change: resources, machines, services, processes, and where each process is
 * now. Amounts of resources and costs are whole numbers in the challenge's own units; a table is one array, row after row.
 *
 * <p>The problem is Google's of the ROADEF/EURO challenge 2012 (problem definition, version 1).
 *
 * @param home the machine of each process now; it keeps every constraint
 */
@SuppressWarnings("ArrayRecordComponent") // read by searches a million times a second; compared by nobody
public record ReassignmentProblem(
        Resources resources,
        Machines machines,
        Services services,
        Processes processes,
        List<Balance> balances,
        Weights weights,
        int[] home) {

    public ReassignmentProblem {
        balances = List.copyOf(balances);
    }

    /**
     * What machines have and processes need.
     *
     * @param inTransit whether a process that moves needs the resource on both machines
     * @param loadWeight the cost of a unit above the safety capacity
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Resources(boolean[] inTransit, long[] loadWeight) {
        public int count() {
            return loadWeight.length;
        }
    }

    /**
     * Where machines are and what they have.
     *
     * @param capacity machine by resource
     * @param safety the amount up to which load costs nothing; machine by resource
     * @param moveCost from machine by to machine
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Machines(int[] neighbourhood, int[] location, long[] capacity, long[] safety, int[] moveCost) {
        public int count() {
            return location.length;
        }
    }

    /**
     * What processes of one service share.
     *
     * @param spread the least number of locations with a process of the service
     * @param dependencies the services that each needs in every neighbourhood where it has a process
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Services(int[] spread, int[][] dependencies) {
        public int count() {
            return spread.length;
        }
    }

    /**
     * What runs.
     *
     * @param requirement process by resource
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Processes(int[] service, long[] requirement, long[] moveCost) {
        public int count() {
            return service.length;
        }
    }

    /** Of {@code first} there should be left at most what {@code second} has left, divided by {@code target}, on each machine. */
    public record Balance(int first, int second, long target, long weight) {}

    /** What a unit of the three costs of moving weighs. */
    public record Weights(long processMove, long serviceMove, long machineMove) {}
}
