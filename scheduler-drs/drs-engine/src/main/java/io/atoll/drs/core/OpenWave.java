package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.Wave.Hop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The wave that is being filled. A moving unit holds its memory on both hosts until the wave ends, and a rule must hold
 * whichever of the two it is counted on.
 */
final class OpenWave {
    /** 2^20 bytes in megabits. */
    private static final double MEGABITS_PER_MIB = 8.388608;

    private final CompactCluster cluster;
    private final Assignment now;
    private final double[] secondsPerMib;

    // Who was where when the wave began, and what has been decided since.
    final int[] startOf;
    private final double[] startMemory;
    private final double[] arriving;
    private final int[] touching;
    private final double[] seconds;
    private final IntBag units = new IntBag(64);
    private int migrations;

    OpenWave(Assignment now) {
        this.now = now;
        cluster = now.cluster;
        startOf = now.hostOf.clone();
        startMemory = now.memory.clone();
        arriving = new double[cluster.hostCount];
        touching = new int[cluster.hostCount];
        seconds = new double[cluster.hostCount];
        secondsPerMib = new double[cluster.hostCount];
        for (var h = 0; h < secondsPerMib.length; h++) {
            secondsPerMib[h] = MEGABITS_PER_MIB / cluster.networkCapacity[h];
        }
    }

    /** Whether the unit can go there in this wave, beside those that go already. */
    boolean admits(int unit, int to, boolean cpuMayExceed) {
        var from = now.hostOf[unit];
        return startOf[unit] == from
                && cluster.canReceive[to]
                && roomForMoves(unit, from, to)
                && startMemory[to] + arriving[to] + cluster.memory[unit] <= cluster.memoryLimit[to]
                && hasRoomBesideMemory(unit, to, cpuMayExceed)
                && cluster.rules.allowOnTheWay(unit, to, startOf, now.hostOf);
    }

    private boolean hasRoomBesideMemory(int unit, int to, boolean cpuMayExceed) {
        return now.vcpus[to] + cluster.vcpus[unit] <= cluster.vcpuLimit[to]
                && (cpuMayExceed
                        || (now.cpu[to] + cluster.cpu[unit] <= cluster.cpuLimit[to]
                                && now.network[to] + cluster.network[unit]
                                        <= cluster.networkCapacity[to] + CompactCluster.SLACK));
    }

    private boolean roomForMoves(int unit, int from, int to) {
        var count = cluster.vmsOfUnit[unit].length;
        if (from == NOWHERE) {
            // A unit that is larger than a wave is started over several waves, beginning with one of its own.
            return touching[to] + Math.min(count, cluster.migrationsPerHost) <= cluster.migrationsPerHost;
        }
        return touching[to] + count <= cluster.migrationsPerHost
                && touching[from] + count <= cluster.migrationsPerHost
                && migrations + count <= cluster.limits.network().migrationsAtOnce();
    }

    void start(int unit, int to) {
        count(unit, now.hostOf[unit], to, 1);
        units.add(unit);
        now.move(unit, to);
    }

    private void count(int unit, int from, int to, int sign) {
        var count = sign * cluster.vmsOfUnit[unit].length;
        touching[to] += count;
        arriving[to] += sign * cluster.memory[unit];
        if (from != NOWHERE) {
            touching[from] += count;
            migrations += count;
            seconds[from] += sign * secondsOn(unit, from);
            seconds[to] += sign * secondsOn(unit, to);
        }
    }

    /** Takes back all but the first of what has been started. */
    void keepOnly(int first) {
        while (units.size() > first) {
            var unit = units.pop();
            var to = now.hostOf[unit];
            count(unit, startOf[unit], to, -1);
            if (startOf[unit] == NOWHERE) {
                now.take(unit);
            } else {
                now.move(unit, startOf[unit]);
            }
        }
    }

    boolean isEmpty() {
        return units.isEmpty();
    }

    int size() {
        return units.size();
    }

    int unit(int index) {
        return units.get(index);
    }

    /** How long the unit's memory takes over the link of this host alone. */
    double secondsOn(int unit, int host) {
        return cluster.memory[unit] * secondsPerMib[host];
    }

    /** How long the busiest of the unit's two links would be busy in this wave, with the unit. */
    double secondsWith(int unit, int to) {
        var from = now.hostOf[unit];
        return from == NOWHERE ? 0 : Math.max(seconds[from] + secondsOn(unit, from), seconds[to] + secondsOn(unit, to));
    }

    double longestSeconds() {
        return Arrays.stream(seconds).max().orElse(0);
    }

    /** The wave, and one after another the starts of units that are larger than what may happen at once on a host. */
    List<WaveDraft> close(boolean[] awake) {
        var drafts = new ArrayList<WaveDraft>();
        var draft = new WaveDraft();
        drafts.add(draft);
        for (var i = 0; i < units.size(); i++) {
            var unit = units.get(i);
            var to = now.hostOf[unit];
            if (!awake[to]) {
                awake[to] = true;
                draft.wake.add(to);
            }
            var vms = cluster.vmsOfUnit[unit];
            for (var v = 0; v < vms.length; v++) {
                var later = v / cluster.migrationsPerHost;
                while (drafts.size() <= later) {
                    drafts.add(new WaveDraft());
                }
                drafts.get(later).hops.add(new Hop(vms[v], startOf[unit], to));
            }
        }
        return drafts;
    }

    /** A wave that is decided. */
    static final class WaveDraft {
        final List<Integer> wake = new ArrayList<>();
        final List<Hop> hops = new ArrayList<>();
        final List<Integer> sleep = new ArrayList<>();
    }
}
