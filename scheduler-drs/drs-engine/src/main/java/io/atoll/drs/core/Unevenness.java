package io.atoll.drs.core;

/**
 * What unevenness costs, host by host: squared deviations of its CPU and memory shares from the mean, at prices for which a small
 * change costs what it does to the sum of the two standard deviations. As a sum over hosts it can be asked for one host alone, in a
 * few nanoseconds. {@link #reprice} brings means and prices up to date.
 */
final class Unevenness {
    /** A whole host's load beyond its knee or its memory costs as much as this many moves. */
    static final double BEYOND_PRICE = 2000;

    private static final double LEAST_DEVIATION = 0.002;
    private static final int STRIDE = 8;
    private static final int CPU = 0;
    private static final int MEMORY = 1;
    private static final int CPU_PART = 2;
    private static final int MEMORY_PART = 3;
    private static final int KNEE = 4;
    private static final int FULL = 5;
    private static final int COST = 6;

    private final Assignment assignment;
    private final CpuDemand demand;
    private final double knee;
    final int[] hosts;
    /** For each host its deviations, what one unit of load is as a share of it, where it is overloaded, and what it costs now. */
    private final double[] table;

    private double cpuPrice;
    private double memoryPrice;
    private double cpuDeviation;
    private double memoryDeviation;
    private double beyond;

    Unevenness(Assignment assignment, double knee, CpuDemand demand) {
        this.assignment = assignment;
        this.demand = demand;
        this.knee = knee;
        var cluster = assignment.cluster;
        var bag = new IntBag(cluster.hostCount);
        table = new double[cluster.hostCount * STRIDE];
        for (var h = 0; h < cluster.hostCount; h++) {
            table[h * STRIDE + CPU_PART] = 1 / cluster.cpuCapacity[h];
            table[h * STRIDE + MEMORY_PART] = 1 / cluster.memoryCapacity[h];
            if (cluster.on[h]) {
                bag.add(h);
            }
        }
        hosts = bag.toArray();
        recount();
    }

    /** Counts everything anew from the assignment. */
    void recount() {
        var cpuMean = 0.0;
        var memoryMean = 0.0;
        for (var h : hosts) {
            table[h * STRIDE + CPU] = demand.share(assignment, h);
            cpuMean += table[h * STRIDE + CPU] / hosts.length;
            memoryMean += assignment.memoryShare(h) / hosts.length;
        }
        var cpuSquares = 0.0;
        var memorySquares = 0.0;
        beyond = 0;
        for (var h : hosts) {
            var at = h * STRIDE;
            table[at + CPU] -= cpuMean;
            table[at + MEMORY] = assignment.memoryShare(h) - memoryMean;
            table[at + KNEE] = knee - cpuMean;
            table[at + FULL] = assignment.cluster.memoryLimit[h] * table[at + MEMORY_PART] - memoryMean;
            cpuSquares += table[at + CPU] * table[at + CPU];
            memorySquares += table[at + MEMORY] * table[at + MEMORY];
            beyond += Math.max(0, table[at + CPU] - table[at + KNEE])
                    + Math.max(0, table[at + MEMORY] - table[at + FULL]);
        }
        cpuDeviation = Math.sqrt(cpuSquares / hosts.length);
        memoryDeviation = Math.sqrt(memorySquares / hosts.length);
    }

    /** From now on one unit of imbalance costs {@code price}. */
    void reprice(double price) {
        cpuPrice = price / (2 * hosts.length * Math.max(LEAST_DEVIATION, cpuDeviation));
        memoryPrice = price / (2 * hosts.length * Math.max(LEAST_DEVIATION, memoryDeviation));
        for (var h : hosts) {
            table[h * STRIDE + COST] = cost(h * STRIDE, table[h * STRIDE + CPU], table[h * STRIDE + MEMORY]);
        }
    }

    private double cost(int at, double cpu, double memory) {
        var cost = cpuPrice * cpu * cpu + memoryPrice * memory * memory;
        if (cpu > table[at + KNEE]) {
            cost += BEYOND_PRICE * (cpu - table[at + KNEE]);
        }
        if (memory > table[at + FULL]) {
            cost += BEYOND_PRICE * (memory - table[at + FULL]);
        }
        return cost;
    }

    /** How much more the host would cost with these amounts on top. */
    double change(int host, double cpu, double memory) {
        var at = host * STRIDE;
        return cost(
                        at,
                        table[at + CPU] + cpu * table[at + CPU_PART],
                        table[at + MEMORY] + memory * table[at + MEMORY_PART])
                - table[at + COST];
    }

    /** The host has these amounts more. */
    void add(int host, double cpu, double memory) {
        var at = host * STRIDE;
        table[at + CPU] += cpu * table[at + CPU_PART];
        table[at + MEMORY] += memory * table[at + MEMORY_PART];
        table[at + COST] = cost(at, table[at + CPU], table[at + MEMORY]);
    }

    /** How far above the mean the host's CPU share is. */
    double cpuDeviation(int host) {
        return table[host * STRIDE + CPU];
    }

    /** How far above the mean the host's memory share is. */
    double memoryDeviation(int host) {
        return table[host * STRIDE + MEMORY];
    }

    /** At the last count: the standard deviation of CPU shares plus that of memory shares. */
    double imbalance() {
        return cpuDeviation + memoryDeviation;
    }

    /** At the last count: load beyond the knee, or beyond what memory may hold, in hosts. */
    double beyond() {
        return beyond;
    }
}
