package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import org.jspecify.annotations.Nullable;

/**
 * A first packing: what exceeds a kept host's limits leaves it, cheapest first, and everyone who needs a place gets the one that
 * fits most tightly, largest first. Who fits nowhere goes where least is exceeded.
 */
final class Filling {
    private final Packing packing;
    private final CompactCluster cluster;
    private final Assignment assignment;
    private final IntBag homeless = new IntBag(64);

    private final boolean[] leave;

    private final Effort effort;

    /** Everyone leaves hosts that are not kept. */
    Filling(Packing packing, Effort effort) {
        this(packing, null, effort);
    }

    /** @param leave the hosts that everyone leaves; null: all that are not kept */
    Filling(Packing packing, boolean @Nullable [] leave, Effort effort) {
        this.effort = effort;
        this.leave = leave == null ? packing.closedHosts() : leave;
        this.packing = packing;
        cluster = packing.cluster;
        assignment = packing.assignment;
    }

    /** Whether there was time for everyone; otherwise some are left where they are, or nowhere. */
    boolean run() {
        for (var u = 0; u < cluster.unitCount; u++) {
            var host = assignment.hostOf[u];
            if (host == NOWHERE ? cluster.mayRun(u) : leave[host] && !cluster.pinned[u]) {
                homeless.add(u);
            }
        }
        for (var i = 0; i < packing.hosts.size(); i++) {
            shed(packing.hosts.get(i));
        }
        var units = homeless.toArray();
        var size = new double[cluster.unitCount];
        for (var unit : units) {
            size[unit] = size(unit);
        }
        for (var unit : Sorting.sorted(units, (a, b) -> largestFirst(a, b, size))) {
            if (!effort.goesOn()) {
                return false;
            }
            settle(unit);
        }
        return true;
    }

    private static int largestFirst(int one, int other, double[] size) {
        var bySize = Double.compare(size[other], size[one]);
        return bySize != 0 ? bySize : Integer.compare(one, other);
    }

    private double size(int unit) {
        return Math.max(packing.cpuShare(unit, 0), packing.memoryShare(unit, 0));
    }

    private void shed(int host) {
        while (packing.excess(host) > 0) {
            var best = NOWHERE;
            var bestScore = Double.NEGATIVE_INFINITY;
            var residents = assignment.residents(host);
            for (var i = 0; i < residents.size(); i++) {
                var unit = residents.get(i);
                if (!cluster.pinned[unit]) {
                    var relief = packing.excess(host)
                            - packing.excessWith(
                                    host,
                                    assignment.cpu[host] - cluster.cpu[unit],
                                    assignment.memory[host] - cluster.memory[unit],
                                    assignment.vcpus[host] - cluster.vcpus[unit]);
                    var score = relief / (packing.moveCost[unit] + 0.001);
                    if (relief > 0 && score > bestScore) {
                        best = unit;
                        bestScore = score;
                    }
                }
            }
            if (best == NOWHERE) {
                return;
            }
            assignment.take(best);
            packing.refresh(host);
            homeless.add(best);
        }
    }

    private void settle(int unit) {
        var best = NOWHERE;
        var bestScore = Double.POSITIVE_INFINITY;
        for (var i = 0; i < packing.hosts.size(); i++) {
            var host = packing.hosts.get(i);
            var score = score(unit, host);
            if (score < bestScore && assignment.rulesAllow(unit, host)) {
                best = host;
                bestScore = score;
            }
        }
        if (best == NOWHERE) {
            return; // rules leave no kept host: it stays where it is, and its host with it
        }
        packing.settle(unit, best);
    }

    /** How tightly it fits; anything that does not fit is worse than anything that does. */
    private double score(int unit, int host) {
        if (!cluster.canReceive[host]) {
            return Double.POSITIVE_INFINITY;
        }
        var cpu = assignment.cpu[host] + cluster.cpu[unit];
        var memory = assignment.memory[host] + cluster.memory[unit];
        var excess = packing.excessWith(host, cpu, memory, assignment.vcpus[host] + cluster.vcpus[unit]);
        if (excess > 0) {
            return 100 + excess;
        }
        return (cluster.cpuLimit[host] - cpu) / cluster.cpuCapacity[host]
                + (cluster.memoryLimit[host] - memory) / cluster.memoryCapacity[host];
    }
}
