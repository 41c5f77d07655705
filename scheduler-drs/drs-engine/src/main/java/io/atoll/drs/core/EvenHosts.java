package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;

/**
 * Finds the host where one more unit leaves the cluster most even without looking at each: alike hosts are kept in blocks that
 * know their least loads, and a block that cannot hold anything better than what is found already is passed over (branch and
 * bound). The answer is that of looking at all of them; of equals it is the first host.
 *
 * <p>Blocks go stale as units come and go and are formed anew now and then. Every change of the assignment must be told by
 * {@link #changed}.
 */
final class EvenHosts {
    /** Above this share of its CPU a host begins to slow its VMs down. */
    static final double KNEE = 0.8;

    private static final double BEYOND_KNEE = 10;
    /** Rather any host that is on than one that must be woken. */
    private static final double WAKING = 1000;

    private static final int HOSTS_PER_BLOCK = 32;

    private final CompactCluster cluster;
    private final Assignment assignment;
    private final double[] cpuShare;
    private final double[] memoryShare;
    /** On, or to be woken in any case for someone who has been placed there. */
    private final boolean[] awake;
    /** The hosts that may receive, block after block. */
    private int[] order;

    private final int[] blockOf;
    private final int blockCount;
    private final double[] leastCpuShare;
    private final double[] leastMemoryShare;
    private final double[] mostCpuCapacity;
    private final double[] mostMemoryCapacity;
    private final boolean[] someAwake;
    private int changesLeft;

    EvenHosts(Assignment assignment) {
        this.assignment = assignment;
        cluster = assignment.cluster;
        cpuShare = new double[cluster.hostCount];
        memoryShare = new double[cluster.hostCount];
        awake = new boolean[cluster.hostCount];
        blockOf = new int[cluster.hostCount];
        var bag = new IntBag(cluster.hostCount);
        for (var h = 0; h < cluster.hostCount; h++) {
            readShares(h);
            if (cluster.canReceive[h]) {
                bag.add(h);
            }
        }
        order = bag.toArray();
        blockCount = (order.length + HOSTS_PER_BLOCK - 1) / HOSTS_PER_BLOCK;
        leastCpuShare = new double[blockCount];
        leastMemoryShare = new double[blockCount];
        mostCpuCapacity = new double[blockCount];
        mostMemoryCapacity = new double[blockCount];
        someAwake = new boolean[blockCount];
        formBlocks();
    }

    private void readShares(int host) {
        cpuShare[host] = assignment.cpuShare(host);
        memoryShare[host] = assignment.memoryShare(host);
        awake[host] = cluster.on[host] || !assignment.isEmpty(host);
    }

    /** Alike in size, then in memory, then in CPU: as a tree would split them twice. */
    private void formBlocks() {
        order = Sorting.sorted(order, (a, b) -> {
            var byState = Boolean.compare(cluster.on[b], cluster.on[a]);
            var bySize = byState != 0 ? byState : Double.compare(cluster.cpuCapacity[a], cluster.cpuCapacity[b]);
            var alike = bySize != 0 ? bySize : Double.compare(cluster.memoryCapacity[a], cluster.memoryCapacity[b]);
            return alike != 0 ? alike : Double.compare(memoryShare[a], memoryShare[b]);
        });
        var stripe = HOSTS_PER_BLOCK * Math.max(1, (int) Math.sqrt(blockCount));
        for (var from = 0; from < order.length; from += stripe) {
            var to = Math.min(order.length, from + stripe);
            var part = Arrays.copyOfRange(order, from, to);
            var sorted = Sorting.sorted(part, (a, b) -> Double.compare(cpuShare[a], cpuShare[b]));
            System.arraycopy(sorted, 0, order, from, sorted.length);
        }
        for (var i = 0; i < order.length; i++) {
            blockOf[order[i]] = i / HOSTS_PER_BLOCK;
        }
        for (var block = 0; block < blockCount; block++) {
            measure(block);
        }
        changesLeft = Math.max(HOSTS_PER_BLOCK, order.length / 4);
    }

    private void measure(int block) {
        leastCpuShare[block] = Double.POSITIVE_INFINITY;
        leastMemoryShare[block] = Double.POSITIVE_INFINITY;
        mostCpuCapacity[block] = 0;
        mostMemoryCapacity[block] = 0;
        someAwake[block] = false;
        for (var i = block * HOSTS_PER_BLOCK; i < end(block); i++) {
            var host = order[i];
            leastCpuShare[block] = Math.min(leastCpuShare[block], cpuShare[host]);
            leastMemoryShare[block] = Math.min(leastMemoryShare[block], memoryShare[host]);
            mostCpuCapacity[block] = Math.max(mostCpuCapacity[block], cluster.cpuCapacity[host]);
            mostMemoryCapacity[block] = Math.max(mostMemoryCapacity[block], cluster.memoryCapacity[host]);
            someAwake[block] |= awake[host];
        }
    }

    private int end(int block) {
        return Math.min(order.length, (block + 1) * HOSTS_PER_BLOCK);
    }

    /** Someone has come to this host, or left it. */
    void changed(int host) {
        readShares(host);
        if (cluster.canReceive[host]) {
            measure(blockOf[host]);
            if (--changesLeft <= 0) {
                formBlocks();
            }
        }
    }

    /** The most even host that accepts the unit, other than its own; {@link CompactCluster#NOWHERE} where there is none. */
    int mostEven(int unit) {
        var best = NOWHERE;
        var bestScore = Double.POSITIVE_INFINITY;
        var first = mostPromising(unit);
        for (var i = -1; i < blockCount; i++) {
            var block = i < 0 ? first : i;
            if (block == NOWHERE || (i >= 0 && (i == first || bound(unit, i) > bestScore))) {
                continue;
            }
            for (var at = block * HOSTS_PER_BLOCK; at < end(block); at++) {
                var host = order[at];
                var score = score(unit, host);
                if ((score < bestScore || (score == bestScore && host < best)) && accepts(unit, host)) {
                    best = host;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private boolean accepts(int unit, int host) {
        return host != assignment.hostOf[unit] && assignment.accepts(unit, host);
    }

    private int mostPromising(int unit) {
        var best = NOWHERE;
        var least = Double.POSITIVE_INFINITY;
        for (var block = 0; block < blockCount; block++) {
            var bound = bound(unit, block);
            if (bound < least) {
                best = block;
                least = bound;
            }
        }
        return best;
    }

    /** How much the unit adds to the sum of squares of the shares, and how far beyond the knee it brings the host. */
    double score(int unit, int host) {
        return score(
                cluster.cpu[unit] / cluster.cpuCapacity[host],
                cluster.memory[unit] / cluster.memoryCapacity[host],
                cpuShare[host],
                memoryShare[host],
                awake[host]);
    }

    /** No host of the block has a lower score: each part only grows with what is put in, also when rounded. */
    private double bound(int unit, int block) {
        return score(
                cluster.cpu[unit] / mostCpuCapacity[block],
                cluster.memory[unit] / mostMemoryCapacity[block],
                leastCpuShare[block],
                leastMemoryShare[block],
                someAwake[block]);
    }

    private static double score(double cpu, double memory, double cpuBefore, double memoryBefore, boolean on) {
        return cpu * (cpu + 2 * cpuBefore)
                + memory * (memory + 2 * memoryBefore)
                + BEYOND_KNEE * Math.max(0, cpuBefore + cpu - KNEE)
                + (on ? 0 : WAKING);
    }
}
