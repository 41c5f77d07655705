package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.drs.core.OpenWave.WaveDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Orders moves into waves. Each {@link OpenWave} takes as many moves as fit and are worth their time by {@link Urgency}; room
 * that a wave frees is used by the next. After every wave there is still room for the VMs of hosts that may fail, if there was
 * at the start ({@link Spare}). Where nothing fits, one unit steps aside to a third host; where that does not help either, the
 * answer is the {@link BlockingSet}.
 */
final class Sequencer {
    private static final int MOST_DETOURS_PER_UNIT = 2;

    /** After so many moves of one wave that would each use up the spare room, the others are not tried. */
    private static final int MOST_UNSPARED = 64;

    private final CompactCluster cluster;
    private final Assignment now;
    private final int[] target;
    private final int[] detours;
    private final boolean[] awake;
    private final @Nullable Spare spare;
    private final List<WaveDraft> waves = new ArrayList<>();
    private int[] pending;
    private OpenWave wave;
    private int spareOf = NOWHERE;

    private Sequencer(CompactCluster cluster, int[] target) {
        this.cluster = cluster;
        this.target = target.clone();
        now = new Assignment(cluster);
        spare = cluster.limits.spareHosts() == 0 ? null : new Spare(now);
        wave = new OpenWave(now);
        awake = cluster.on.clone();
        detours = new int[cluster.unitCount];
        var bag = new IntBag(64);
        for (var u = 0; u < target.length; u++) {
            if (target[u] != NOWHERE && target[u] != now.hostOf[u]) {
                bag.add(u);
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
            if (wave.isEmpty() && !searchDetours() && (spareOf != NOWHERE || !stepAside())) {
                return new Sequence.Blocked(
                        BlockingSet.of(now, target, pending, spareOf).waiting(),
                        Arrays.stream(now.hostOf).boxed().toList());
            }
            closeWave();
        }
        if (sleepWhenEmpty) {
            putToSleep();
        }
        return new Sequence.Reached(
                waves.stream().map(w -> new Wave(w.wake, w.hops, w.sleep)).toList());
    }

    private void fillWave() {
        var urgency = new Urgency(now, wave, target, pending);
        var order = urgency.order(pending);
        spareOf = NOWHERE;
        var unspared = new BitSet();
        var tries = spare == null ? 1 : Math.min(MOST_UNSPARED, order.length);
        for (var i = 0; i < tries && wave.isEmpty(); i++) {
            fill(order, urgency, unspared);
            if (wave.isEmpty()) {
                return;
            }
            if (spare != null) {
                keepSpare(spare, unspared);
            }
        }
        if (!wave.isEmpty()) {
            spareOf = NOWHERE;
        }
    }

    private void fill(int[] order, Urgency urgency, BitSet not) {
        for (var relaxed = 0; relaxed < 2 && wave.isEmpty(); relaxed++) {
            // What presses sets the length of the wave; then what may wait. Once more, since a host over its CPU limit
            // takes someone once someone else has left.
            for (var pass = 0; pass < 3; pass++) {
                var longest = wave.longestSeconds();
                for (var unit : order) {
                    var later = pass == 0 ? !urgency.presses(unit) : urgency.canWait(unit, wave, longest);
                    if (!later && !not.get(unit) && wave.admits(unit, target[unit], relaxed == 1)) {
                        wave.start(unit, target[unit]);
                    }
                }
            }
            if (wave.isEmpty()) {
                fillWithAny(order, not, relaxed == 1);
            }
        }
    }

    /** Rather a longer wave than none. */
    private void fillWithAny(int[] order, BitSet not, boolean cpuMayExceed) {
        for (var unit : order) {
            if (!not.get(unit) && wave.admits(unit, target[unit], cpuMayExceed)) {
                wave.start(unit, target[unit]);
            }
        }
    }

    /** Takes back the last moves of the wave until every host may fail after it; notes the first move where none is left. */
    private void keepSpare(Spare room, BitSet unspared) {
        var moves = wave.size();
        if (room.unsafe(now, awakeWithWave()) == NOWHERE) {
            return;
        }
        var units = new int[moves];
        var to = new int[moves];
        for (var i = 0; i < moves; i++) {
            units[i] = wave.unit(i);
            to[i] = now.hostOf[units[i]];
        }
        var safe = 0;
        var unsafe = moves;
        while (unsafe - safe > 1) {
            var middle = (safe + unsafe) / 2;
            startFirst(middle, units, to);
            if (room.unsafe(now, awakeWithWave()) == NOWHERE) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        if (safe == 0) {
            startFirst(1, units, to);
            spareOf = room.unsafe(now, awakeWithWave());
            unspared.set(units[0]);
        }
        startFirst(safe, units, to);
    }

    private void startFirst(int count, int[] units, int[] to) {
        wave.keepOnly(count);
        for (var i = wave.size(); i < count; i++) {
            wave.start(units[i], to[i]);
        }
    }

    private boolean[] awakeWithWave() {
        var on = awake.clone();
        for (var i = 0; i < wave.size(); i++) {
            on[now.hostOf[wave.unit(i)]] = true;
        }
        return on;
    }

    private void closeWave() {
        waves.addAll(wave.close(awake));
        wave = new OpenWave(now);
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
            if (host != NOWHERE && stepsAside(unit, host)) {
                return true;
            }
        }
        return false;
    }

    private boolean stepsAside(int unit, int host) {
        var wasPending = target[unit] != now.hostOf[unit];
        wave.start(unit, host);
        if (!safe()) {
            wave.keepOnly(0);
            return false;
        }
        if (!wasPending) {
            pending = Arrays.copyOf(pending, pending.length + 1);
            pending[pending.length - 1] = unit;
        }
        detours[unit]++;
        return true;
    }

    /** The host with the most free memory that is neither where the unit is nor where it wants to go. */
    private int roomiest(int unit) {
        var best = NOWHERE;
        var mostFree = 0.0;
        for (var h = 0; h < cluster.hostCount; h++) {
            var free = cluster.memoryLimit[h] - now.memory[h];
            if (free > mostFree && h != now.hostOf[unit] && h != target[unit] && wave.admits(unit, h, false)) {
                best = h;
                mostFree = free;
            }
        }
        return best;
    }

    /** Searches for single moves that bring more units to their targets; as many of them as go together make a wave. */
    private boolean searchDetours() {
        var blocked = BlockingSet.of(now, target, pending, spareOf).units();
        var steps = new DetourSearch(now, target, spare, awake).find(blocked);
        for (var step : steps) {
            if (!wave.isEmpty() && !wave.admits(step.unit(), step.to(), false) && safe()) {
                closeWave();
            }
            // Sums of decimals drift: what fits in the search may be off by a rounding here.
            if (!wave.admits(step.unit(), step.to(), false)) {
                wave.keepOnly(0);
                return false;
            }
            wave.start(step.unit(), step.to());
        }
        if (!safe()) {
            wave.keepOnly(0);
        }
        pending = IntStream.range(0, target.length)
                .filter(u -> target[u] != NOWHERE && now.hostOf[u] != target[u])
                .toArray();
        return !wave.isEmpty();
    }

    /** Whether every host may fail after the wave. */
    private boolean safe() {
        return spare == null || spare.unsafe(now, awakeWithWave()) == NOWHERE;
    }

    // ---- sleep

    /** Each host that ends empty sleeps as soon as its last VM has left, unless its room must be kept for failures. */
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
            if (awake[h] && now.isEmpty(h) && maySleep(h)) {
                if (waves.isEmpty()) {
                    waves.add(new WaveDraft());
                }
                // That the others have room enough is known for the end only.
                var last = spare == null ? lastTouched[h] : waves.size() - 1;
                waves.get(last).sleep.add(h);
            }
        }
    }

    private boolean maySleep(int host) {
        awake[host] = false;
        if (spare == null || spare.unsafe(now, awake) == NOWHERE) {
            return true;
        }
        awake[host] = true;
        return false;
    }
}
