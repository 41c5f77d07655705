package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

/**
 * Puts VMs right that preferences want elsewhere, one after the other, each where it costs least, as long as that is worth the
 * migration. Balance does this first; its own search then keeps what was won unless evenness is worth more.
 */
final class SoftMender {
    private static final double MIB_PER_GIB = 1024;
    private static final double NOTHING = 1e-9;

    private final Assignment assignment;
    private final CompactCluster cluster;
    private final double gibPerMove;
    private final Effort effort;

    private SoftMender(Assignment assignment, double gibPerMove, Effort effort) {
        this.assignment = assignment;
        this.cluster = assignment.cluster;
        this.gibPerMove = gibPerMove;
        this.effort = effort;
    }

    /** @param gibPerMove how many GiB of copying are as bad as one more VM being moved */
    static void mend(Assignment assignment, double gibPerMove, Effort effort) {
        if (assignment.cluster.soft != null) {
            new SoftMender(assignment, gibPerMove, effort).run(assignment.cluster.soft);
        }
    }

    private void run(SoftRules soft) {
        var better = true;
        while (better) {
            better = false;
            for (var u = 0; u < cluster.unitCount && effort.goesOnNow(); u++) {
                if (soft.concerns(u) && !cluster.pinned[u] && assignment.hostOf[u] != NOWHERE) {
                    better |= mend(u);
                }
            }
        }
    }

    private boolean mend(int unit) {
        var from = assignment.hostOf[unit];
        var best = NOWHERE;
        var leastCost = -NOTHING;
        for (var h = 0; h < cluster.hostCount; h++) {
            if (h != from && cluster.on[h]) {
                var cost = assignment.softChange(unit, h) + cost(unit, h) - cost(unit, from) + fullness(unit, h);
                if (cost < leastCost && assignment.acceptsAt(unit, h)) {
                    best = h;
                    leastCost = cost;
                }
            }
        }
        if (best == NOWHERE) {
            return false;
        }
        assignment.move(unit, best);
        return true;
    }

    private double cost(int unit, int host) {
        return host == cluster.home[unit]
                ? 0
                : cluster.vmsOfUnit[unit].length + cluster.memory[unit] / MIB_PER_GIB / gibPerMove;
    }

    /** Among equally good hosts the emptier one; never more than the least gain that counts. */
    private double fullness(int unit, int host) {
        var cpu = (assignment.cpu[host] + cluster.cpu[unit]) / cluster.cpuLimit[host];
        var memory = (assignment.memory[host] + cluster.memory[unit]) / cluster.memoryLimit[host];
        return Math.min(1, Math.max(cpu, memory)) * 0.01;
    }
}
