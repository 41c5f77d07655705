package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.model.cluster.Host;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Keeps few hosts awake over a day, calmly: demand is forecast, and a host is filled until its mean demand and a margin for the
 * spread reach its capacity. Hosts are emptied only where the rest clearly has room, and a VM is moved off a crowded host
 * only when it asks for more than there is. What moves is small and idle, since a migration costs it a part of its CPU.
 */
final class PowerSaver {
    /** Standard deviations of spread that must fit beside the mean demand. */
    private static final double SPREADS = 1.5;

    /** A host is crowded where more than this share of it is likely to be asked for at the next moment. */
    private static final double CROWDED = 1.05;

    /** How much the present says about the next moment; the rest is the mean. */
    private static final double PRESENT_WEIGHT = 0.75;

    /** A few hosts are only emptied where the others stay below this, so that nothing swings to and fro. */
    private static final double CLEARLY_ENOUGH = 0.88;

    /** Where more hosts than these are to be emptied, what just fits is good enough. */
    private static final int A_FEW = 5;

    /** A host that is emptied may fill another a little above the margin. */
    private static final double FULLEST = 1.02;

    /** A crowded host is relieved down to this. */
    private static final double RELIEVED = 0.93;

    /** Nobody moves to a host that would be as busy as this at once. */
    private static final double BUSIEST_TARGET = 0.9;

    /** A unit that covers less than this share of what is too much does not help. */
    private static final double LEAST_HELP = 0.2;

    /** Even an idle VM is interrupted by a move: as bad as losing this much. */
    private static final double IDLE_MHZ = 50;

    private static final double MHZ_MIB_PER_MOVE = 200_000;

    private final CompactCluster cluster;
    private final Forecast forecast;
    private final Assignment assignment;
    private final double[] mean;
    private final double[] variance;

    private PowerSaver(CompactCluster cluster) {
        this.cluster = cluster;
        forecast = new Forecast(cluster);
        assignment = new Assignment(cluster);
        mean = new double[cluster.hostCount];
        variance = new double[cluster.hostCount];
        for (var u = 0; u < cluster.unitCount; u++) {
            if (assignment.hostOf[u] != NOWHERE) {
                count(u, assignment.hostOf[u], 1);
            }
        }
    }

    static Assignment save(CompactCluster cluster) {
        var saver = new PowerSaver(cluster);
        saver.emptyHosts();
        saver.relieveCrowded();
        return saver.assignment;
    }

    private void count(int unit, int host, int sign) {
        mean[host] += sign * forecast.mean[unit];
        variance[host] += sign * forecast.variance[unit];
    }

    private void move(int unit, int host) {
        count(unit, assignment.hostOf[unit], -1);
        assignment.move(unit, host);
        count(unit, host, 1);
    }

    /** What the host's VMs will ask for, with a margin, as a share of what it has. */
    private double need(int host, double mean, double variance) {
        return (mean + SPREADS * Math.sqrt(Math.max(0, variance))) / cluster.cpuLimit[host];
    }

    private double needWith(int unit, int host) {
        return need(host, mean[host] + forecast.mean[unit], variance[host] + forecast.variance[unit]);
    }

    /** What is likely to be asked for at the next moment. */
    private double soon(int host) {
        return (PRESENT_WEIGHT * assignment.cpu[host] + (1 - PRESENT_WEIGHT) * mean[host]) / cluster.cpuLimit[host];
    }

    // ---- fewer hosts

    private void emptyHosts() {
        var used = IntStream.range(0, cluster.hostCount)
                .filter(h -> !assignment.isEmpty(h))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(this::wattsPerMhz)
                        .thenComparingDouble(h -> -moveCost(h))
                        .thenComparingInt(h -> h))
                .mapToInt(h -> h)
                .toArray();
        var enough = enough(used);
        for (var i = used.length - 1; i >= enough; i--) {
            if (!emptyInto(used[i], Arrays.copyOf(used, i < enough ? i : enough))) {
                return;
            }
        }
    }

    /** How many of these hosts can hold everything with the margin; all of them where a few less would not be clearly enough. */
    private int enough(int[] hosts) {
        var meanSum = Arrays.stream(hosts).mapToDouble(h -> mean[h]).sum();
        var varianceSum = Arrays.stream(hosts).mapToDouble(h -> variance[h]).sum();
        var capacity = 0.0;
        for (var k = 1; k <= hosts.length; k++) {
            capacity += cluster.cpuLimit[hosts[k - 1]];
            var perHost = capacity / k;
            var need = (meanSum / k + SPREADS * Math.sqrt(varianceSum / k)) / perHost;
            if (need <= (hosts.length - k > A_FEW ? 1 : CLEARLY_ENOUGH)) {
                return k;
            }
        }
        return hosts.length;
    }

    private double wattsPerMhz(int host) {
        Host facts = cluster.hosts[host];
        return facts.power().wattsAt(1) / cluster.cpuCapacity[host];
    }

    /** CPU that the host's VMs would lose while they move: demand times what is copied. */
    private double moveCost(int host) {
        var residents = assignment.residents(host);
        var cost = 0.0;
        for (var i = 0; i < residents.size(); i++) {
            cost += moveCostOf(residents.get(i));
        }
        return cost;
    }

    private double moveCostOf(int unit) {
        return (cluster.cpu[unit] + IDLE_MHZ) * cluster.memory[unit];
    }

    private boolean emptyInto(int host, int[] targets) {
        var order = Arrays.stream(assignment.residents(host).toArray())
                .boxed()
                .sorted(Comparator.comparingDouble(u -> -forecast.mean[u]))
                .toList();
        var moved = new IntBag(order.size());
        for (var unit : order) {
            var to = cluster.pinned[unit] ? NOWHERE : leastNeed(unit, targets, FULLEST);
            if (to == NOWHERE) {
                for (var i = 0; i < moved.size(); i++) {
                    move(moved.get(i), host);
                }
                return false;
            }
            move(unit, to);
            moved.add(unit);
        }
        return true;
    }

    private int leastNeed(int unit, int[] targets, double most) {
        var best = NOWHERE;
        var least = most;
        for (var host : targets) {
            var need = needWith(unit, host);
            if (host != assignment.hostOf[unit] && need < least && accepts(unit, host)) {
                best = host;
                least = need;
            }
        }
        return best;
    }

    private boolean accepts(int unit, int host) {
        var limit = cluster.vms[cluster.vmsOfUnit[unit][0]].cpu().limit();
        var fastEnough = limit == null
                || limit.value()
                        <= cluster.cpuCapacity[host]
                                / cluster.hosts[host].capacity().coreCount();
        return fastEnough && assignment.accepts(unit, host);
    }

    // ---- crowded hosts

    private void relieveCrowded() {
        var used = IntStream.range(0, cluster.hostCount)
                .filter(h -> !assignment.isEmpty(h))
                .toArray();
        for (var host : used) {
            while (soon(host) > CROWDED || assignment.cpu[host] > cluster.cpuLimit[host]) {
                if (!relieve(host, used)) {
                    break;
                }
            }
        }
    }

    /** Moves the unit that covers the excess at the least cost to the host with the most room, or wakes one for it. */
    private boolean relieve(int host, int[] used) {
        var excess =
                Math.max(soon(host) * cluster.cpuLimit[host], assignment.cpu[host]) - RELIEVED * cluster.cpuLimit[host];
        var residents = assignment.residents(host);
        var best = NOWHERE;
        var bestCost = Double.POSITIVE_INFINITY;
        for (var i = 0; i < residents.size(); i++) {
            var unit = residents.get(i);
            var covers = Math.min(
                    1, (PRESENT_WEIGHT * cluster.cpu[unit] + (1 - PRESENT_WEIGHT) * forecast.mean[unit]) / excess);
            var cost = covers < LEAST_HELP
                    ? Double.POSITIVE_INFINITY
                    : (moveCostOf(unit) + MHZ_MIB_PER_MOVE) / (covers * covers);
            if (!cluster.pinned[unit] && cost < bestCost) {
                best = unit;
                bestCost = cost;
            }
        }
        if (best == NOWHERE) {
            return false;
        }
        var to = roomiestNow(best, used);
        if (to == NOWHERE) {
            to = asleep(best);
        }
        if (to == NOWHERE) {
            return false;
        }
        move(best, to);
        return true;
    }

    private int roomiestNow(int unit, int[] used) {
        var best = NOWHERE;
        var least = Double.POSITIVE_INFINITY;
        for (var host : used) {
            var now = (assignment.cpu[host] + cluster.cpu[unit]) / cluster.cpuLimit[host];
            var risk = Math.max(needWith(unit, host), now + 1 - BUSIEST_TARGET);
            if (host != assignment.hostOf[unit]
                    && !assignment.isEmpty(host)
                    && now < BUSIEST_TARGET
                    && risk < least
                    && accepts(unit, host)) {
                best = host;
                least = risk;
            }
        }
        return best;
    }

    private int asleep(int unit) {
        return IntStream.range(0, cluster.hostCount)
                .filter(h -> assignment.isEmpty(h) && accepts(unit, h))
                .boxed()
                .min(Comparator.<Integer>comparingDouble(this::wattsPerMhz).thenComparingInt(h -> h))
                .orElse(NOWHERE);
    }
}
