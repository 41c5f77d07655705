package io.atoll.drs.core;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Empties one lightly used host after another into what is free on the others in use, largest unit first and where it fits most
 * tightly: what an administrator would do by hand, and therefore the least that a consolidation must reach.
 */
final class Drain {
    private final CompactCluster cluster;
    private final Assignment assignment;

    private Drain(Assignment assignment) {
        cluster = assignment.cluster;
        this.assignment = assignment;
    }

    /** Whether any host got empty; the assignment is changed only by that. */
    static boolean run(Assignment assignment) {
        return new Drain(assignment).run();
    }

    private boolean run() {
        var lightest = IntStream.range(0, cluster.hostCount)
                .filter(h -> !assignment.isEmpty(h))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(assignment::memoryShare)
                        .thenComparingInt(h -> h))
                .toList();
        var emptied = false;
        for (var host : lightest) {
            emptied |= empties(host);
        }
        return emptied;
    }

    private boolean empties(int host) {
        var units = IntStream.of(assignment.residents(host).toArray())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(u -> -size(u, host)).thenComparingInt(u -> u))
                .mapToInt(u -> u)
                .toArray();
        for (var unit : units) {
            var to = cluster.pinned[unit] ? CompactCluster.NOWHERE : tightest(unit, host);
            if (to == CompactCluster.NOWHERE) {
                for (var moved : units) {
                    assignment.move(moved, host);
                }
                return false;
            }
            assignment.move(unit, to);
        }
        return units.length > 0;
    }

    private double size(int unit, int host) {
        return Math.max(
                cluster.memory[unit] / cluster.memoryCapacity[host], cluster.cpu[unit] / cluster.cpuCapacity[host]);
    }

    private int tightest(int unit, int from) {
        var best = CompactCluster.NOWHERE;
        var leastFree = Double.POSITIVE_INFINITY;
        for (var h = 0; h < cluster.hostCount; h++) {
            if (h != from && !assignment.isEmpty(h) && assignment.accepts(unit, h)) {
                var free = 2 - assignment.memoryShare(h) - assignment.cpuShare(h);
                if (free < leastFree) {
                    best = h;
                    leastFree = free;
                }
            }
        }
        return best;
    }
}
