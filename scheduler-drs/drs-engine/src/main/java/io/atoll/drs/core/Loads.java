package io.atoll.drs.core;

/**
 * How evenly the hosts that are on are loaded, kept up to date move by move: the standard deviations of their CPU, memory and
 * network shares, and how much demand lies beyond the knee where a busy host begins to slow its VMs down,
 * or beyond what its memory may hold.
 */
final class Loads {
    private final CompactCluster cluster;
    private final CpuDemand demand;
    private final double knee;
    private final double[] cpuPart;
    private final double[] memoryPart;
    private final double[] networkPart;
    private final double[] fullMemory;
    final int[] counted;
    final double[] cpu;
    final double[] memory;
    final double[] network;
    private double networkSum;
    private double networkSquares;
    private double cpuSum;
    private double cpuSquares;
    private double memorySum;
    private double memorySquares;
    private double beyondKnee;

    Loads(Assignment assignment, double knee) {
        this(assignment, knee, CpuDemand.asClaimed(assignment.cluster));
    }

    Loads(Assignment assignment, double knee, CpuDemand demand) {
        cluster = assignment.cluster;
        this.demand = demand;
        this.knee = knee;
        cpu = new double[cluster.hostCount];
        memory = new double[cluster.hostCount];
        cpuPart = new double[cluster.hostCount];
        memoryPart = new double[cluster.hostCount];
        fullMemory = new double[cluster.hostCount];
        network = new double[cluster.hostCount];
        networkPart = new double[cluster.hostCount];
        var bag = new IntBag(cluster.hostCount);
        for (var h = 0; h < cluster.hostCount; h++) {
            cpuPart[h] = 1 / cluster.cpuCapacity[h];
            memoryPart[h] = 1 / cluster.memoryCapacity[h];
            networkPart[h] = 1 / cluster.networkCapacity[h];
            fullMemory[h] = cluster.memoryLimit[h] * memoryPart[h];
            if (cluster.on[h]) {
                bag.add(h);
            }
        }
        counted = bag.toArray();
        reset(assignment);
    }

    /** Counts everything anew. */
    void reset(Assignment assignment) {
        cpuSum = 0;
        cpuSquares = 0;
        memorySum = 0;
        memorySquares = 0;
        networkSum = 0;
        networkSquares = 0;
        beyondKnee = 0;
        for (var h : counted) {
            cpu[h] = demand.share(assignment, h);
            memory[h] = assignment.memoryShare(h);
            network[h] = assignment.networkShare(h);
            count(h, 1);
        }
    }

    private void count(int host, int sign) {
        cpuSum += sign * cpu[host];
        cpuSquares += sign * cpu[host] * cpu[host];
        memorySum += sign * memory[host];
        memorySquares += sign * memory[host] * memory[host];
        if (cluster.countsNetwork) {
            networkSum += sign * network[host];
            networkSquares += sign * network[host] * network[host];
        }
        if (cpu[host] > knee) {
            beyondKnee += sign * (cpu[host] - knee);
        }
        if (memory[host] > fullMemory[host]) {
            beyondKnee += sign * (memory[host] - fullMemory[host]);
        }
    }

    /** The unit's load goes from one host that is on to another. */
    void shift(int unit, int from, int to) {
        count(from, -1);
        count(to, -1);
        cpu[from] -= demand.ofUnit[unit] * cpuPart[from];
        memory[from] -= cluster.memory[unit] * memoryPart[from];
        network[from] -= cluster.network[unit] * networkPart[from];
        cpu[to] += demand.ofUnit[unit] * cpuPart[to];
        memory[to] += cluster.memory[unit] * memoryPart[to];
        network[to] += cluster.network[unit] * networkPart[to];
        count(from, 1);
        count(to, 1);
    }

    double cpuDeviation() {
        return deviation(cpuSum, cpuSquares);
    }

    double memoryDeviation() {
        return deviation(memorySum, memorySquares);
    }

    double imbalance() {
        return cpuDeviation() + memoryDeviation() + (cluster.countsNetwork ? networkDeviation() : 0);
    }

    /** What the imbalance would be if these amounts went from one host that is on to another; less of them where negative. */
    double imbalanceAfter(int from, int to, double mhz, double mib, double mbps) {
        var after = deviationAfter(cpu, cpuPart, cpuSum, cpuSquares, from, to, mhz)
                + deviationAfter(memory, memoryPart, memorySum, memorySquares, from, to, mib);
        return cluster.countsNetwork
                ? after + deviationAfter(network, networkPart, networkSum, networkSquares, from, to, mbps)
                : after;
    }

    private double deviationAfter(
            double[] shares, double[] parts, double sum, double squares, int from, int to, double amount) {
        var less = amount * parts[from];
        var more = amount * parts[to];
        return deviation(
                sum - less + more, squares - less * (2 * shares[from] - less) + more * (2 * shares[to] + more));
    }

    private double networkDeviation() {
        return deviation(networkSum, networkSquares);
    }

    private double deviation(double sum, double squares) {
        var mean = sum / counted.length;
        return Math.sqrt(Math.max(0, squares / counted.length - mean * mean));
    }

    double beyondKnee() {
        return Math.max(0, beyondKnee);
    }

    /** How much hotter than the average this host is, CPU and memory together, in standard deviations. */
    double heat(int host, double cpuWeight, double memoryWeight) {
        return (cpu[host] - cpuSum / counted.length) * cpuWeight
                + (memory[host] - memorySum / counted.length) * memoryWeight;
    }
}
