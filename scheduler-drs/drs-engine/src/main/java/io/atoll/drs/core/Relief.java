package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Makes room where the direct way leaves someone out: everybody may move, as little as possible. */
final class Relief {
    private static final double FEWEST_STEPS = 400_000;
    private static final double STEPS_PER_UNIT = 60;
    /** Bringing units home is worth the longer the more of them are away. */
    private static final double FEWEST_STEPS_HOME = 20_000;

    private static final double STEPS_PER_STRAY = 4_000;
    private static final double HOT = 0.02;

    private Relief() {}

    /**
     * Packs everyone anew with few changes.
     *
     * @param leave for each host whether its units must leave
     * @return where everybody fits, or the fullest attempt; {@link #misfits} tells them apart
     */
    static Assignment fit(CompactCluster cluster, boolean[] leave, long seed, Effort effort) {
        var kept = new boolean[cluster.hostCount];
        for (var h = 0; h < kept.length; h++) {
            kept[h] = cluster.canReceive[h] && !leave[h];
        }
        var assignment = new Assignment(cluster);
        var packing = new Packing(assignment, kept);
        if (!new Filling(packing, leave, effort).run()) {
            return assignment;
        }
        var packer = new Packer(packing, new Dice(seed), effort);
        var steps = FEWEST_STEPS + STEPS_PER_UNIT * cluster.unitCount;
        if (packing.over.isEmpty() || packer.fitGently(steps) || packer.fit(steps, HOT)) {
            packer.bringHome(Math.min(steps, FEWEST_STEPS_HOME + STEPS_PER_STRAY * strays(assignment)));
        }
        return assignment;
    }

    private static long strays(Assignment assignment) {
        return IntStream.range(0, assignment.cluster.unitCount)
                .filter(u ->
                        assignment.cluster.home[u] != NOWHERE && assignment.hostOf[u] != assignment.cluster.home[u])
                .count();
    }

    /** Units on hosts above their limits that were not above them as much at the start, and units without a place. */
    static int[] misfits(Assignment assignment, boolean[] leave) {
        var cluster = assignment.cluster;
        var bag = new IntBag(4);
        for (var u = 0; u < cluster.unitCount; u++) {
            var host = assignment.hostOf[u];
            if (host == NOWHERE || leave[host] || (host != cluster.home[u] && !assignment.holds(host))) {
                bag.add(u);
            }
        }
        return bag.toArray();
    }

    static boolean[] flags(CompactCluster cluster, int[] hosts) {
        var flags = new boolean[cluster.hostCount];
        Arrays.stream(hosts).forEach(h -> flags[h] = true);
        return flags;
    }
}
