package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.Sequence.Waiting;
import io.atoll.drs.core.Wave.Hop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Orders moves into waves. A moving VM needs its memory on both hosts for the whole wave, and a rule must hold whichever of
 * the two it is counted on; room that a wave frees is used by the next. Each wave takes as many moves as fit, those of the
 * hosts with the most moves left first, since these decide how many waves there are. Where nothing fits, one unit steps
 * aside to a third host.
 */
final class Sequencer {
    private static final int MOST_DETOURS_PER_UNIT = 2;

    private final CompactCluster cluster;
    private final Assignment now;
    private final int[] target;
    private final int[] movesLeft;
    private final int[] detours;
    private final List<WaveDraft> waves = new ArrayList<>();
    private int[] pending;

    // The wave being filled: who was where when it began, and what has been decided since.
    private final int[] startOf;
    private final double[] startMemory;
    private final double[] arriving;
    private final int[] touching;
    private final boolean[] awake;
    private WaveDraft wave = new WaveDraft();

    private static final class WaveDraft {
        final List<Integer> wake = new ArrayList<>();
        final List<Hop> hops = new ArrayList<>();
        final List<Integer> sleep = new ArrayList<>();
        /** Starts of a unit that is larger than what may happen at once on a host. */
        final List<Hop> overflow = new ArrayList<>();
    }

    private Sequencer(CompactCluster cluster, int[] target) {
        this.cluster = cluster;
        this.target = target.clone();
        now = new Assignment(cluster);
        startOf = now.hostOf.clone();
        startMemory = now.memory.clone();
        awake = cluster.on.clone();
        movesLeft = new int[cluster.hostCount];
        arriving = new double[cluster.hostCount];
        touching = new int[cluster.hostCount];
        detours = new int[cluster.unitCount];
        var bag = new IntBag(64);
        for (var u = 0; u < target.length; u++) {
            if (target[u] != NOWHERE && target[u] != now.hostOf[u]) {
                bag.add(u);
                countMoves(u, 1);
            }
        }
        pending = bag.toArray();
    }

    /**
     * @param target for each unit the host it shall be on
     * @param sleepWhenEmpty whether hosts that are on and end up empty go to sleep
     */
    static Sequence order(CompactCluster cluster, int[] target, boolean sleepWhenEmpty) {
        return new Sequencer(cluster, target).run(sleepWhenEmpty);
    }

    private Sequence run(boolean sleepWhenEmpty) {
        while (pending.length > 0) {
            fillWave();
            if (wave.hops.isEmpty() && !stepAside()) {
                return new Sequence.Blocked(waiting());
            }
            closeWave();
        }
        if (sleepWhenEmpty) {
            putToSleep();
        }
        return new Sequence.Reached(
                waves.stream().map(w -> new Wave(w.wake, w.hops, w.sleep)).toList());
    }

    private void countMoves(int unit, int sign) {
        var count = sign * cluster.vmsOfUnit[unit].length;
        movesLeft[target[unit]] += count;
        if (now.hostOf[unit] != NOWHERE) {
            movesLeft[now.hostOf[unit]] += count;
        }
    }

    private void fillWave() {
        var order = byUrgency();
        for (var relaxed = 0; relaxed < 2 && wave.hops.isEmpty(); relaxed++) {
            // Twice: a host over its CPU limit takes someone once someone else has left.
            for (var pass = 0; pass < 2; pass++) {
                for (var unit : order) {
                    if (startOf[unit] == now.hostOf[unit] && fits(unit, target[unit], relaxed == 1)) {
                        start(unit, target[unit]);
                    }
                }
            }
        }
    }

    private int[] byUrgency() {
        var keys = new long[pending.length];
        for (var i = 0; i < keys.length; i++) {
            var from = now.hostOf[pending[i]];
            var most = movesLeft[target[pending[i]]];
            if (from != NOWHERE) {
                most = Math.max(most, movesLeft[from]);
            }
            keys[i] = ((long) (Integer.MAX_VALUE - most) << 32) | pending[i];
        }
        Arrays.sort(keys);
        var order = new int[keys.length];
        for (var i = 0; i < keys.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** Whether the unit can go there in this wave. */
    private boolean fits(int unit, int to, boolean cpuMayExceed) {
        var from = now.hostOf[unit];
        return cluster.canReceive[to]
                && roomForMoves(unit, from, to)
                && startMemory[to] + arriving[to] + cluster.memory[unit] <= cluster.memoryLimit[to]
                && now.vcpus[to] + cluster.vcpus[unit] <= cluster.vcpuLimit[to]
                && (cpuMayExceed || now.cpu[to] + cluster.cpu[unit] <= cluster.cpuLimit[to])
                && cluster.rules.allowOnTheWay(unit, to, startOf, now.hostOf);
    }

    private boolean roomForMoves(int unit, int from, int to) {
        var count = cluster.vmsOfUnit[unit].length;
        if (from == NOWHERE) {
            // A unit that is larger than a wave is started over several waves, beginning with one of its own.
            return touching[to] + Math.min(count, cluster.migrationsPerHost) <= cluster.migrationsPerHost;
        }
        return touching[to] + count <= cluster.migrationsPerHost && touching[from] + count <= cluster.migrationsPerHost;
    }

    private void start(int unit, int to) {
        var from = now.hostOf[unit];
        countMoves(unit, -1);
        if (!awake[to]) {
            awake[to] = true;
            wave.wake.add(to);
        }
        var started = 0;
        for (var vm : cluster.vmsOfUnit[unit]) {
            (started++ < cluster.migrationsPerHost ? wave.hops : wave.overflow).add(new Hop(vm, from, to));
        }
        touching[to] += cluster.vmsOfUnit[unit].length;
        arriving[to] += cluster.memory[unit];
        if (from != NOWHERE) {
            touching[from] += cluster.vmsOfUnit[unit].length;
        }
        now.move(unit, to);
        if (to != target[unit]) {
            countMoves(unit, 1);
        }
    }

    private void closeWave() {
        waves.add(wave);
        var overflow = wave.overflow;
        for (var i = 0; i < overflow.size(); i += cluster.migrationsPerHost) {
            var more = new WaveDraft();
            more.hops.addAll(overflow.subList(i, Math.min(overflow.size(), i + cluster.migrationsPerHost)));
            waves.add(more);
        }
        wave = new WaveDraft();
        System.arraycopy(now.hostOf, 0, startOf, 0, startOf.length);
        System.arraycopy(now.memory, 0, startMemory, 0, startMemory.length);
        Arrays.fill(arriving, 0);
        Arrays.fill(touching, 0);
        pending = Arrays.stream(pending).filter(u -> now.hostOf[u] != target[u]).toArray();
    }

    // ---- when nothing fits

    /** Sends one unit to a third host, so that others can pass: one that is on its way anyway, or else one that comes back. */
    private boolean stepAside() {
        var wanted = new boolean[cluster.hostCount];
        for (var unit : pending) {
            wanted[target[unit]] = true;
        }
        if (detour(pending, wanted)) {
            return true;
        }
        var residents = new IntBag(64);
        for (var u = 0; u < target.length; u++) {
            if (now.hostOf[u] != NOWHERE && target[u] == now.hostOf[u]) {
                residents.add(u);
            }
        }
        return detour(residents.toArray(), wanted);
    }

    private boolean detour(int[] units, boolean[] wanted) {
        // One that was started on the way is not pinned, but must stay all the same where it cannot be migrated.
        var order = Arrays.stream(units)
                .filter(u -> now.hostOf[u] != NOWHERE
                        && wanted[now.hostOf[u]]
                        && !cluster.pinned[u]
                        && cluster.migratable[u]
                        && detours[u] < MOST_DETOURS_PER_UNIT)
                .boxed()
                .sorted((a, b) -> Double.compare(cluster.memory[a], cluster.memory[b]))
                .toList();
        for (var unit : order) {
            var host = roomiest(unit);
            if (host != NOWHERE) {
                var wasPending = target[unit] != now.hostOf[unit];
                if (!wasPending) {
                    pending = Arrays.copyOf(pending, pending.length + 1);
                    pending[pending.length - 1] = unit;
                    countMoves(unit, 1);
                }
                detours[unit]++;
                start(unit, host);
                return true;
            }
        }
        return false;
    }

    /** The host with the most free memory that is neither where the unit is nor where it wants to go. */
    private int roomiest(int unit) {
        var best = NOWHERE;
        var mostFree = 0.0;
        for (var h = 0; h < cluster.hostCount; h++) {
            var free = cluster.memoryLimit[h] - now.memory[h];
            if (free > mostFree && h != now.hostOf[unit] && h != target[unit] && fits(unit, h, false)) {
                best = h;
                mostFree = free;
            }
        }
        return best;
    }

    private List<Waiting> waiting() {
        var list = new ArrayList<Waiting>();
        for (var unit : pending) {
            var to = target[unit];
            var other = cluster.rules.keptApartBy(unit, to, now.hostOf);
            list.add(new Waiting(
                    Arrays.stream(cluster.vmsOfUnit[unit]).boxed().toList(),
                    now.hostOf[unit],
                    to,
                    cluster.memory[unit],
                    Math.max(0, cluster.memoryLimit[to] - now.memory[to]),
                    other == NOWHERE ? NOWHERE : cluster.vmsOfUnit[other][0]));
        }
        return list;
    }

    // ---- sleep

    /** Each host that ends empty sleeps as soon as its last VM has left. */
    private void putToSleep() {
        var lastTouched = new int[cluster.hostCount];
        for (var w = 0; w < waves.size(); w++) {
            for (var hop : waves.get(w).hops) {
                lastTouched[hop.to()] = w;
                if (hop.from() != NOWHERE) {
                    lastTouched[hop.from()] = w;
                }
            }
        }
        for (var h = 0; h < cluster.hostCount; h++) {
            if (awake[h] && now.isEmpty(h)) {
                if (waves.isEmpty()) {
                    waves.add(new WaveDraft());
                }
                waves.get(lastTouched[h]).sleep.add(h);
            }
        }
    }
}
