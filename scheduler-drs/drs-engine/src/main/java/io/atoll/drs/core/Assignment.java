package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import org.jspecify.annotations.Nullable;

/** Who is where, with running sums for each host: the one evaluator that all questions share. Every change is O(1). */
final class Assignment {
    final CompactCluster cluster;
    /** Where each unit is; {@link CompactCluster#NOWHERE} for one without a host. */
    final int[] hostOf;

    final double[] cpu;
    final double[] memory;
    final long[] vcpus;
    final double[] network;
    private final SoftRules.@Nullable Counts soft;
    private final IntBag[] residents;
    private final int[] slotOf;
    private final double[] startCpu;
    private final double[] startMemory;
    private final long[] startVcpus;
    private final double[] startNetwork;

    Assignment(CompactCluster cluster) {
        this.cluster = cluster;
        hostOf = new int[cluster.unitCount];
        java.util.Arrays.fill(hostOf, NOWHERE);
        cpu = new double[cluster.hostCount];
        memory = new double[cluster.hostCount];
        vcpus = new long[cluster.hostCount];
        network = new double[cluster.hostCount];
        soft = cluster.soft == null ? null : cluster.soft.new Counts();
        slotOf = new int[cluster.unitCount];
        residents = new IntBag[cluster.hostCount];
        for (var h = 0; h < residents.length; h++) {
            residents[h] = new IntBag(8);
        }
        for (var u = 0; u < hostOf.length; u++) {
            if (cluster.home[u] != NOWHERE) {
                put(u, cluster.home[u]);
            }
        }
        startCpu = cpu.clone();
        startMemory = memory.clone();
        startVcpus = vcpus.clone();
        startNetwork = network.clone();
    }

    /** One of its own with everyone where they are now. */
    Assignment copy() {
        var copy = new Assignment(cluster);
        for (var u = 0; u < hostOf.length; u++) {
            if (copy.hostOf[u] != hostOf[u]) {
                if (copy.hostOf[u] != NOWHERE) {
                    copy.take(u);
                }
                if (hostOf[u] != NOWHERE) {
                    copy.put(u, hostOf[u]);
                }
            }
        }
        return copy;
    }

    void put(int unit, int host) {
        hostOf[unit] = host;
        cpu[host] += cluster.cpu[unit];
        memory[host] += cluster.memory[unit];
        vcpus[host] += cluster.vcpus[unit];
        network[host] += cluster.network[unit];
        count(unit, host, 1);
        slotOf[unit] = residents[host].size();
        residents[host].add(unit);
    }

    void take(int unit) {
        var host = hostOf[unit];
        hostOf[unit] = NOWHERE;
        var bag = residents[host];
        var last = bag.pop();
        if (last != unit) {
            bag.set(slotOf[unit], last);
            slotOf[last] = slotOf[unit];
        }
        vcpus[host] -= cluster.vcpus[unit];
        count(unit, host, -1);
        if (bag.isEmpty()) {
            // Sums of decimals drift; an empty host is a good moment to be exact again.
            cpu[host] = 0;
            memory[host] = 0;
            network[host] = 0;
        } else {
            cpu[host] -= cluster.cpu[unit];
            memory[host] -= cluster.memory[unit];
            network[host] -= cluster.network[unit];
        }
    }

    private void count(int unit, int host, int sign) {
        if (soft != null) {
            soft.add(unit, host, sign);
        }
    }

    /** What preferences would cost more, counted in migrations, if the unit went there; negative: it would be better placed. */
    double softChange(int unit, int to) {
        return soft == null ? 0 : soft.change(unit, hostOf[unit], to);
    }

    /** What all preferences that do not hold cost, counted in migrations. */
    double softCost() {
        return soft == null ? 0 : soft.total();
    }

    void move(int unit, int host) {
        if (hostOf[unit] != NOWHERE) {
            take(unit);
        }
        put(unit, host);
    }

    IntBag residents(int host) {
        return residents[host];
    }

    boolean isEmpty(int host) {
        return residents[host].isEmpty();
    }

    double cpuShare(int host) {
        return cpu[host] / cluster.cpuCapacity[host];
    }

    double networkShare(int host) {
        return network[host] / cluster.networkCapacity[host];
    }

    double memoryShare(int host) {
        return memory[host] / cluster.memoryCapacity[host];
    }

    /** Whether the host is within its limits. */
    boolean fits(int host) {
        return cpu[host] <= cluster.cpuLimit[host]
                && memory[host] <= cluster.memoryLimit[host]
                && vcpus[host] <= cluster.vcpuLimit[host];
    }

    /** Whether the host is within its limits, or no fuller than it was at the start. */
    boolean holds(int host) {
        return cpu[host] <= Math.max(cluster.cpuLimit[host], startCpu[host] + CompactCluster.SLACK)
                && memory[host] <= Math.max(cluster.memoryLimit[host], startMemory[host])
                && vcpus[host] <= Math.max(cluster.vcpuLimit[host], (double) startVcpus[host])
                && network[host] <= Math.max(cluster.networkCapacity[host], startNetwork[host]) + CompactCluster.SLACK;
    }

    /** Whether the unit's amounts fit on this host, on top of what is there. */
    boolean hasRoom(int unit, int host) {
        return cpu[host] + cluster.cpu[unit] <= cluster.cpuLimit[host]
                && memory[host] + cluster.memory[unit] <= cluster.memoryLimit[host]
                && vcpus[host] + cluster.vcpus[unit] <= cluster.vcpuLimit[host]
                && hasBandwidth(unit, host);
    }

    /** Whether the host's network bears the unit too; at home it bears what it bore at the start. */
    boolean hasBandwidth(int unit, int host) {
        if (cluster.network[unit] == 0 || hostOf[unit] == host) {
            return true;
        }
        var most = cluster.networkCapacity[host];
        if (host == cluster.home[unit]) {
            most = Math.max(most, startNetwork[host]);
        }
        return network[host] + cluster.network[unit] <= most + CompactCluster.SLACK;
    }

    /** Whether rules, and the host's network, let the unit be there. */
    boolean rulesAllow(int unit, int host) {
        return cluster.rules.allow(unit, host, hostOf) && hasBandwidth(unit, host);
    }

    /**
     * Whether the unit can be at home again: hosts may start above their limits, and a VM that has left and comes back makes
     * nothing worse as long as its host does not get fuller than it was.
     */
    boolean acceptsHome(int unit) {
        var host = cluster.home[unit];
        return cpu[host] + cluster.cpu[unit] <= Math.max(cluster.cpuLimit[host], startCpu[host] + CompactCluster.SLACK)
                && memory[host] + cluster.memory[unit] <= Math.max(cluster.memoryLimit[host], startMemory[host])
                && vcpus[host] + cluster.vcpus[unit] <= Math.max(cluster.vcpuLimit[host], (double) startVcpus[host])
                && rulesAllow(unit, host);
    }

    /** Whether the unit can be here by every hard rule; being at home needs less than coming from elsewhere. */
    boolean acceptsAt(int unit, int host) {
        return host == cluster.home[unit] ? acceptsHome(unit) : accepts(unit, host);
    }

    /** Whether the unit can be here by every hard rule. */
    boolean accepts(int unit, int host) {
        return cluster.canReceive[host] && hasRoom(unit, host) && rulesAllow(unit, host) && cluster.mayRun(unit);
    }

    int[] hostOfVms() {
        var at = new int[cluster.vmCount];
        for (var v = 0; v < at.length; v++) {
            at[v] = hostOf[cluster.unitOfVm[v]];
        }
        return at;
    }
}
