package io.atoll.drs.core;

import java.util.Arrays;

/**
 * All units on a chosen set of hosts, some of which may hold more than their limits: how much more is what the annealing of
 * {@link Packer} makes vanish, and how much memory moved for it is what it keeps small.
 */
final class Packing {
    final CompactCluster cluster;
    final Assignment assignment;
    private final boolean[] kept;
    final IntBag hosts;
    /** The hosts above a limit. */
    final IntBag over;

    private final int[] overSlot;
    private final double[] excess;
    private final double[] cpuPart;
    private final double[] memoryPart;
    private double totalExcess;
    final double[] moveCost;
    private double usualMoveCost;

    Packing(Assignment assignment, boolean[] kept) {
        cluster = assignment.cluster;
        this.assignment = assignment;
        this.kept = kept.clone();
        var hostCount = cluster.hostCount;
        hosts = new IntBag(hostCount);
        over = new IntBag(hostCount);
        overSlot = new int[hostCount];
        Arrays.fill(overSlot, -1);
        excess = new double[hostCount];
        cpuPart = new double[hostCount];
        memoryPart = new double[hostCount];
        for (var h = 0; h < hostCount; h++) {
            cpuPart[h] = 1 / cluster.cpuCapacity[h];
            memoryPart[h] = 1 / cluster.memoryCapacity[h];
            if (kept[h]) {
                hosts.add(h);
            }
        }
        moveCost = new double[cluster.unitCount];
        var largest = Arrays.stream(cluster.memoryCapacity).max().orElse(1);
        for (var u = 0; u < moveCost.length; u++) {
            moveCost[u] = cluster.memory[u] / largest;
            usualMoveCost += moveCost[u] / moveCost.length;
        }
        for (var i = 0; i < hosts.size(); i++) {
            refresh(hosts.get(i));
        }
    }

    boolean isKept(int host) {
        return kept[host];
    }

    boolean[] closedHosts() {
        var closed = new boolean[kept.length];
        for (var h = 0; h < closed.length; h++) {
            closed[h] = !kept[h];
        }
        return closed;
    }

    void keep(int host) {
        kept[host] = true;
        hosts.add(host);
    }

    void close(int host) {
        kept[host] = false;
        for (var i = 0; i < hosts.size(); i++) {
            if (hosts.get(i) == host) {
                var last = hosts.pop();
                if (last != host) {
                    hosts.set(i, last);
                }
            }
        }
    }

    /** How far all hosts together are above their limits, in shares of one host. */
    double totalExcess() {
        return over.isEmpty() ? 0 : totalExcess;
    }

    double excess(int host) {
        return excess[host];
    }

    /** The excess of a host that holds this much. */
    double excessWith(int host, double cpu, double memory, long vcpus) {
        var sum = 0.0;
        if (cpu > cluster.cpuLimit[host]) {
            sum += (cpu - cluster.cpuLimit[host]) * cpuPart[host];
        }
        if (memory > cluster.memoryLimit[host]) {
            sum += (memory - cluster.memoryLimit[host]) * memoryPart[host];
        }
        if (vcpus > cluster.vcpuLimit[host]) {
            sum += (vcpus - cluster.vcpuLimit[host]) / cluster.vcpuLimit[host];
        }
        return sum;
    }

    double cpuShare(int unit, int host) {
        return cluster.cpu[unit] * cpuPart[host];
    }

    double memoryShare(int unit, int host) {
        return cluster.memory[unit] * memoryPart[host];
    }

    /** What preferences would cost more with the unit there, in the currency of {@link #moveCost}. */
    double softChange(int unit, int to) {
        return cluster.soft == null ? 0 : assignment.softChange(unit, to) * usualMoveCost;
    }

    double costAt(int unit, int host) {
        return host == cluster.home[unit] ? 0 : moveCost[unit];
    }

    void move(int unit, int to) {
        var from = assignment.hostOf[unit];
        assignment.move(unit, to);
        if (kept[from]) {
            refresh(from);
        }
        refresh(to);
    }

    /** Gives a unit from outside the kept hosts its place. */
    void settle(int unit, int to) {
        if (assignment.hostOf[unit] != CompactCluster.NOWHERE) {
            assignment.take(unit);
        }
        assignment.put(unit, to);
        refresh(to);
    }

    void refresh(int host) {
        var now = excessWith(host, assignment.cpu[host], assignment.memory[host], assignment.vcpus[host]);
        totalExcess += now - excess[host];
        excess[host] = now;
        if (now > 0 && overSlot[host] < 0) {
            overSlot[host] = over.size();
            over.add(host);
        } else if (now <= 0 && overSlot[host] >= 0) {
            var last = over.pop();
            if (last != host) {
                over.set(overSlot[host], last);
                overSlot[last] = overSlot[host];
            }
            overSlot[host] = -1;
        }
    }

    /** Whether rules let both be at their new hosts at once. */
    boolean rulesAllowBoth(int one, int oneTo, int two, int twoTo) {
        if (!networkAllowsBoth(one, oneTo, two, twoTo)) {
            return false;
        }
        var rules = cluster.rules;
        if (rules.unbound(one) && rules.unbound(two)) {
            return true;
        }
        var hostOf = assignment.hostOf;
        var oneFrom = hostOf[one];
        var twoFrom = hostOf[two];
        hostOf[one] = oneTo;
        hostOf[two] = twoTo;
        var allowed = rules.allow(one, oneTo, hostOf) && rules.allow(two, twoTo, hostOf);
        hostOf[one] = oneFrom;
        hostOf[two] = twoFrom;
        return allowed;
    }

    private boolean networkAllowsBoth(int one, int oneTo, int two, int twoTo) {
        if (!cluster.countsNetwork) {
            return true;
        }
        var more =
                cluster.network[one] - (assignment.hostOf[two] == oneTo && twoTo != oneTo ? cluster.network[two] : 0);
        var alsoMore =
                cluster.network[two] - (assignment.hostOf[one] == twoTo && oneTo != twoTo ? cluster.network[one] : 0);
        var together = oneTo == twoTo ? cluster.network[two] : 0;
        return networkBears(oneTo, more + together) && (oneTo == twoTo || networkBears(twoTo, alsoMore));
    }

    private boolean networkBears(int host, double more) {
        return more <= 0 || assignment.network[host] + more <= cluster.networkCapacity[host] + CompactCluster.SLACK;
    }
}
