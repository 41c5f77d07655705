package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Room for the VMs of hosts that fail (N+1): what high availability needs. Each host that is on is taken away in thought, and
 * its units are packed into what is free on the others, largest first, by the same limits and rules that a restart obeys.
 * With several spare hosts, the loss of those with the most memory in use is tried too, and that of the fullest with those that have
 * the most room, but not every combination. Packing is first fit decreasing, so that now and then room is not seen that a perfect packing would find; room that is seen is there.
 */
final class Spare {
    private final CompactCluster cluster;
    private final boolean[] brokenAtStart;
    private boolean brokenTogetherAtStart;

    // What is free while hosts are taken away in thought.
    private final double[] memory;
    private final double[] cpu;
    private final double[] vcpus;
    private final double[] network;
    private final boolean[] open;

    /** @param start where everyone is at first: what has no room then binds nobody later */
    Spare(Assignment start) {
        cluster = start.cluster;
        brokenAtStart = new boolean[cluster.hostCount];
        memory = new double[cluster.hostCount];
        cpu = new double[cluster.hostCount];
        vcpus = new double[cluster.hostCount];
        network = new double[cluster.hostCount];
        open = new boolean[cluster.hostCount];
        var roomiest = count(start, cluster.on, cluster.on);
        for (var h = 0; h < cluster.hostCount; h++) {
            brokenAtStart[h] = !survives(start, roomiest, h);
        }
        brokenTogetherAtStart = unsafeTogether(start, roomiest, cluster.on) != NOWHERE;
    }

    /** Whether the VMs of every host that may fail find room elsewhere. */
    static boolean holds(Assignment assignment) {
        return weakest(assignment) == NOWHERE;
    }

    /** A host whose VMs would find no room elsewhere if it failed; {@link CompactCluster#NOWHERE}: there is none. */
    static int weakest(Assignment assignment) {
        var spare = new Spare(assignment);
        Arrays.fill(spare.brokenAtStart, false);
        spare.brokenTogetherAtStart = false;
        return spare.unsafe(assignment, assignment.cluster.on);
    }

    /**
     * A host whose VMs would find no room if it failed, and would have at the start; {@link CompactCluster#NOWHERE}: there is
     * none.
     *
     * @param awake the hosts that are on; of these, the ones that are being emptied take nobody
     */
    int unsafe(Assignment now, boolean[] awake) {
        var roomiest = count(now, awake, cluster.canReceive);
        for (var h = 0; h < cluster.hostCount; h++) {
            if (!brokenAtStart[h] && !survives(now, roomiest, h)) {
                return h;
            }
        }
        return brokenTogetherAtStart ? NOWHERE : unsafeTogether(now, roomiest, awake);
    }

    /** The fullest host of several whose loss at once would leave VMs without room. */
    private int unsafeTogether(Assignment now, int[] roomiest, boolean[] awake) {
        var count = cluster.limits.spareHosts();
        var byMemory = IntStream.range(0, cluster.hostCount)
                .filter(h -> awake[h] || !now.isEmpty(h))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(h -> -now.memory[h]).thenComparingInt(h -> h))
                .mapToInt(h -> h)
                .toArray();
        if (count < 2 || byMemory.length == 0) {
            return NOWHERE;
        }
        var fullest = Arrays.copyOf(byMemory, Math.min(count, byMemory.length));
        var andRoomiest = fullest.clone();
        for (var i = 1; i < andRoomiest.length; i++) {
            andRoomiest[i] = byMemory[byMemory.length - i];
        }
        return survives(now, roomiest, fullest) && survives(now, roomiest, andRoomiest) ? NOWHERE : byMemory[0];
    }

    /** The hosts that can take someone, those with the most free memory first. */
    private int[] count(Assignment now, boolean[] awake, boolean[] mayReceive) {
        for (var h = 0; h < cluster.hostCount; h++) {
            open[h] = awake[h] && mayReceive[h];
            memory[h] = cluster.memoryLimit[h] - now.memory[h];
            cpu[h] = cluster.cpuLimit[h] - now.cpu[h];
            vcpus[h] = cluster.vcpuLimit[h] - now.vcpus[h];
            network[h] = cluster.networkCapacity[h] + CompactCluster.SLACK - now.network[h];
        }
        return IntStream.range(0, cluster.hostCount)
                .filter(h -> open[h])
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(h -> -memory[h]).thenComparingInt(h -> h))
                .mapToInt(h -> h)
                .toArray();
    }

    private boolean survives(Assignment now, int[] roomiest, int... failed) {
        var units = Arrays.stream(failed)
                .flatMap(h -> IntStream.of(now.residents(h).toArray()))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(u -> -size(u)).thenComparingInt(u -> u))
                .mapToInt(u -> u)
                .toArray();
        var wasOpen = new boolean[failed.length];
        for (var i = 0; i < failed.length; i++) {
            wasOpen[i] = open[failed[i]];
            open[failed[i]] = false;
        }
        var found = packs(now, units, roomiest, false) || packs(now, units, roomiest, true);
        for (var i = 0; i < failed.length; i++) {
            open[failed[i]] = wasOpen[i];
        }
        return found;
    }

    private double size(int unit) {
        return Math.max(cluster.memory[unit] / cluster.memoryCapacity[0], cluster.cpu[unit] / cluster.cpuCapacity[0]);
    }

    private boolean packs(Assignment now, int[] units, int[] roomiest, boolean tightly) {
        var home = new int[units.length];
        for (var i = 0; i < units.length; i++) {
            home[i] = now.hostOf[units[i]];
            now.hostOf[units[i]] = NOWHERE;
        }
        var placed = 0;
        while (placed < units.length) {
            var host = roomFor(units[placed], now, roomiest, tightly);
            if (host == NOWHERE) {
                break;
            }
            count(units[placed], host, -1);
            now.hostOf[units[placed]] = host;
            placed++;
        }
        for (var i = 0; i < units.length; i++) {
            if (i < placed) {
                count(units[i], now.hostOf[units[i]], 1);
            }
            now.hostOf[units[i]] = home[i];
        }
        return placed == units.length;
    }

    private int roomFor(int unit, Assignment now, int[] roomiest, boolean tightly) {
        var best = NOWHERE;
        for (var host : roomiest) {
            var fits = open[host]
                    && cluster.memory[unit] <= memory[host]
                    && cluster.cpu[unit] <= cpu[host]
                    && cluster.vcpus[unit] <= vcpus[host]
                    && (cluster.network[unit] == 0 || cluster.network[unit] <= network[host])
                    && (best == NOWHERE || memory[host] < memory[best])
                    && cluster.rules.allow(unit, host, now.hostOf);
            if (fits) {
                best = host;
                if (!tightly) {
                    return best;
                }
            }
        }
        return best;
    }

    private void count(int unit, int host, int sign) {
        memory[host] += sign * cluster.memory[unit];
        cpu[host] += sign * cluster.cpu[unit];
        vcpus[host] += sign * cluster.vcpus[unit];
        network[host] += sign * cluster.network[unit];
    }
}
