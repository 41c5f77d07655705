package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts all VMs on few hosts. Keeps the hosts whose VMs would cost most to move, as few as capacity alone could allow, and packs
 * everyone there; hosts are added as long as it does not fit, and taken away again as long as it does. At the end units go
 * home where there is room, so that less is copied.
 */
final class Consolidator {
    private static final double FEWEST_STEPS = 2_000_000;
    private static final double GENTLE_STEPS = 200_000;
    private static final double GENTLE_STEPS_PER_UNIT = 50;
    private static final double STEPS_PER_UNIT = 200;
    private static final int FAILURES_ALLOWED = 1;
    private static final double FIRST_TEMPERATURE = 0.012;
    private static final double AGAIN_TEMPERATURE = 0.02;

    /** A filling that is off by less than this share of each host is nearly there and does not need a hot search. */
    private static final double LITTLE_EXCESS = 0.002;

    /** With fewer, one host more is too much to give away without a search. */
    private static final int MANY_HOSTS = 200;

    private final CompactCluster cluster;
    private final Dice dice;
    private final Effort effort;
    private final double steps;
    private final double gentleSteps;

    private Consolidator(CompactCluster cluster, long seed, Effort effort) {
        this.cluster = cluster;
        this.effort = effort;
        dice = new Dice(seed);
        gentleSteps = GENTLE_STEPS + GENTLE_STEPS_PER_UNIT * cluster.unitCount;
        steps = FEWEST_STEPS + STEPS_PER_UNIT * cluster.unitCount;
    }

    /** A packing that fits on fewer hosts than now, or null where none is found. */
    static @Nullable Assignment pack(CompactCluster cluster, long seed, Effort effort) {
        return new Consolidator(cluster, seed, effort).run();
    }

    private @Nullable Assignment run() {
        if (cluster.unitCount == 0) {
            return new Assignment(cluster);
        }
        if (!effort.goesOnNow()) {
            return null;
        }
        var order = byWorth();
        var mustKeep = (int) Arrays.stream(order).filter(this::mustStay).count();
        var lower = Math.max(Math.max(1, mustKeep), lowerBound(order));
        if (lower > order.length) {
            return null;
        }
        var kept = new boolean[cluster.hostCount];
        for (var i = 0; i < lower; i++) {
            kept[order[i]] = true;
        }
        var assignment = new Assignment(cluster);
        var packing = new Packing(assignment, kept);
        if (!new Filling(packing, effort).run()) {
            return null;
        }
        var packer = new Packer(packing, dice, effort);
        var next = lower;
        var added = 0;
        var fits = packer.fitGently(gentleSteps);
        var temperature = FIRST_TEMPERATURE;
        while (!fits) {
            var hosts = packing.hosts.size();
            if (added > 0 || hosts < MANY_HOSTS || packing.totalExcess() > LITTLE_EXCESS * hosts) {
                fits = packer.fit(steps, temperature);
                temperature = AGAIN_TEMPERATURE;
            }
            if (!fits) {
                if (next == order.length || !effort.goesOnNow()) {
                    return null;
                }
                added = Math.max(1, (int) (packing.totalExcess() * 0.7));
                for (var i = 0; i < added && next < order.length; i++) {
                    packing.keep(order[next++]);
                }
                fits = packer.fitGently(gentleSteps);
            }
        }
        var best = added == 1 ? packing.assignment : squeeze(packing);
        var home = new Packing(best, usedBy(best));
        new Packer(home, dice, effort).bringHome(2 * steps);
        return best;
    }

    /** Takes hosts away one by one as long as the rest still fits. */
    private Assignment squeeze(Packing packing) {
        var best = packing.assignment.copy();
        var failures = 0;
        while (failures < FAILURES_ALLOWED
                && packing.hosts.size() > lowerBound(packing.hosts.toArray())
                && effort.goesOnNow()) {
            var trial = new Packing(best.copy(), usedBy(best));
            var closing = lightest(trial, failures);
            if (closing == NOWHERE) {
                break;
            }
            trial.close(closing);
            var filled = new Filling(trial, effort).run();
            var packer = new Packer(trial, dice, effort);
            // Whom rules tie to the host stays there, and then nothing is won.
            var emptied = filled && trial.assignment.isEmpty(closing);
            if (emptied && (packer.fitGently(gentleSteps) || packer.fit(steps, AGAIN_TEMPERATURE))) {
                best = trial.assignment;
                packing = trial;
            } else {
                failures++;
            }
        }
        return best;
    }

    private boolean[] usedBy(Assignment assignment) {
        var used = new boolean[cluster.hostCount];
        for (var h = 0; h < used.length; h++) {
            used[h] = !assignment.isEmpty(h);
        }
        return used;
    }

    /** The host with the least memory that may be closed, or one of the next. */
    private int lightest(Packing packing, int skip) {
        var open =
                Arrays.stream(packing.hosts.toArray()).filter(h -> !mustStay(h)).toArray();
        var share = new double[cluster.hostCount];
        for (var host : open) {
            share[host] = packing.assignment.memoryShare(host);
        }
        var lightestFirst = Sorting.sorted(open, (a, b) -> Double.compare(share[a], share[b]));
        return skip < lightestFirst.length ? lightestFirst[skip] : NOWHERE;
    }

    private boolean mustStay(int host) {
        return hostsWithPinned()[host];
    }

    private boolean @Nullable [] pinnedHosts;

    private boolean[] hostsWithPinned() {
        if (pinnedHosts == null) {
            pinnedHosts = new boolean[cluster.hostCount];
            for (var u = 0; u < cluster.unitCount; u++) {
                if (cluster.pinned[u] || (cluster.home[u] != NOWHERE && !movable(u))) {
                    pinnedHosts[cluster.home[u]] = true;
                }
            }
        }
        return pinnedHosts;
    }

    private boolean movable(int unit) {
        for (var h = 0; h < cluster.hostCount; h++) {
            if (h != cluster.home[unit] && cluster.canReceive[h] && cluster.rules.reachable(unit, h)) {
                return true;
            }
        }
        return false;
    }

    /** Hosts in the order in which they are kept: those that must be, then the largest, then those with the most to move away. */
    private int[] byWorth() {
        var start = new Assignment(cluster);
        var mostCpu = maxOf(cluster.cpuCapacity);
        var mostMemory = maxOf(cluster.memoryCapacity);
        var size = new double[cluster.hostCount];
        var staying = new double[cluster.hostCount];
        for (var h = 0; h < cluster.hostCount; h++) {
            size[h] = cluster.cpuCapacity[h] / mostCpu + cluster.memoryCapacity[h] / mostMemory;
            staying[h] = staying(start, h);
        }
        var open = IntStream.range(0, cluster.hostCount)
                .filter(h -> cluster.canReceive[h] || mustStay(h))
                .toArray();
        return Sorting.sorted(open, (a, b) -> {
            var byNeed = Boolean.compare(mustStay(b), mustStay(a));
            var bySize = byNeed != 0 ? byNeed : Double.compare(size[b], size[a]);
            return bySize != 0 ? bySize : Double.compare(staying[b], staying[a]);
        });
    }

    private static double maxOf(double[] values) {
        return Arrays.stream(values).max().orElse(1);
    }

    /**
     * Memory that could stay on the host within its limits, when those leave first that free the most CPU for their memory; a host
     * that is asleep is worth a little less than an empty one.
     */
    private double staying(Assignment start, int host) {
        var cpu = start.cpu[host];
        var memory = start.memory[host];
        if (cpu > cluster.cpuLimit[host]) {
            var leaving = Sorting.sorted(
                    start.residents(host).toArray(), (a, b) -> Double.compare(cpuPerMemory(b), cpuPerMemory(a)));
            for (var unit : leaving) {
                if (cpu <= cluster.cpuLimit[host]) {
                    break;
                }
                cpu -= cluster.cpu[unit];
                memory -= cluster.memory[unit];
            }
        }
        return Math.min(memory, cluster.memoryLimit[host]) - (cluster.on[host] ? 0 : 1);
    }

    private double cpuPerMemory(int unit) {
        return cluster.cpu[unit] / Math.max(1, cluster.memory[unit]);
    }

    /** No fewer of these hosts can be enough, by CPU and by memory alone. */
    private int lowerBound(int[] hosts) {
        return Math.max(
                enough(hosts, cluster.cpuLimit, Arrays.stream(cluster.cpu).sum()),
                enough(hosts, cluster.memoryLimit, Arrays.stream(cluster.memory).sum()));
    }

    private static int enough(int[] hosts, double[] limit, double need) {
        var largest = Arrays.stream(hosts)
                .mapToDouble(h -> -limit[h])
                .sorted()
                .map(x -> -x)
                .toArray();
        var count = 0;
        var sum = 0.0;
        while (sum < need && count < largest.length) {
            sum += largest[count++];
        }
        return sum < need ? hosts.length + 1 : count;
    }
}
