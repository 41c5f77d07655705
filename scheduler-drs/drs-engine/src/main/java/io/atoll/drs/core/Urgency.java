package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * In which order moves are tried, and which can wait. The host that still needs the most waves decides how many there are: its
 * moves come first. Largest memory first, so that long copies fall into the same waves; what would only make this wave longer,
 * and nobody needs now, waits for one that is long anyway.
 */
final class Urgency {
    private final CompactCluster cluster;
    private final Assignment now;
    private final int[] target;
    private final int[] movesLeft;
    private final int wavesLeft;
    private final boolean[] wanted;
    private final double pace;

    Urgency(Assignment now, OpenWave wave, int[] target, int[] pending) {
        cluster = now.cluster;
        this.now = now;
        this.target = target;
        movesLeft = new int[cluster.hostCount];
        wanted = new boolean[cluster.hostCount];
        var secondsLeft = new double[cluster.hostCount];
        var migrations = 0L;
        for (var unit : pending) {
            var from = now.hostOf[unit];
            var count = cluster.vmsOfUnit[unit].length;
            movesLeft[target[unit]] += count;
            wanted[target[unit]] = true;
            if (from != NOWHERE) {
                movesLeft[from] += count;
                migrations += count;
                secondsLeft[from] += wave.secondsOn(unit, from);
                secondsLeft[target[unit]] += wave.secondsOn(unit, target[unit]);
            }
        }
        var most = IntStream.of(movesLeft).max().orElse(0);
        var atOnce = (long) cluster.limits.network().migrationsAtOnce();
        wavesLeft = (int) Math.max(waves(most), Math.min(Integer.MAX_VALUE, (migrations + atOnce - 1) / atOnce));
        pace = Arrays.stream(secondsLeft).max().orElse(0) / Math.max(1, wavesLeft);
    }

    private int waves(int moves) {
        return (moves + cluster.migrationsPerHost - 1) / cluster.migrationsPerHost;
    }

    /** How many more waves the busier of the unit's two hosts needs at least. */
    private int wavesOf(int unit) {
        var from = now.hostOf[unit];
        var most = movesLeft[target[unit]];
        return waves(from == NOWHERE ? most : Math.max(most, movesLeft[from]));
    }

    int[] order(int[] pending) {
        var waves = new int[cluster.unitCount];
        for (var unit : pending) {
            waves[unit] = wavesOf(unit);
        }
        return Sorting.sorted(pending, (a, b) -> {
            var byWaves = Integer.compare(waves[b], waves[a]);
            var byMemory = byWaves != 0 ? byWaves : Double.compare(cluster.memory[b], cluster.memory[a]);
            return byMemory != 0 ? byMemory : Integer.compare(a, b);
        });
    }

    /** Whether all waves that are still needed are needed for this unit's hosts. */
    boolean presses(int unit) {
        return wavesOf(unit) >= wavesLeft;
    }

    /** Whether the unit may as well go in a later wave: nobody waits for its room, and it would make this wave longer. */
    boolean canWait(int unit, OpenWave wave, double longestSeconds) {
        var from = now.hostOf[unit];
        return from != NOWHERE
                && !wanted[from]
                && !presses(unit)
                && wave.secondsWith(unit, target[unit]) > Math.max(longestSeconds, pace);
    }
}
