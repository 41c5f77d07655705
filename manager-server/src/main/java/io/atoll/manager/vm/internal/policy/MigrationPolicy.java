package io.atoll.manager.vm.internal.policy;

import io.atoll.model.ClusterId;
import java.util.List;
import java.util.stream.Stream;

/**
 * How hard the migrations of a cluster try.
 *
 * @param bandwidthMiBPerSecond what one migration may use of the network; 0: as much as it gets
 * @param pauseLadderMs how long a guest may stand still at the end of its migration: the first to begin with, the next each time a
 *     pass over its memory has left no less to send than one before; each longer than the one before it
 * @param autoConverge whether a guest that writes memory faster than the network carries it is slowed down
 */
public record MigrationPolicy(
        ClusterId cluster,
        long revision,
        int bandwidthMiBPerSecond,
        List<Integer> pauseLadderMs,
        boolean autoConverge) {
    public static final int MOST_BANDWIDTH_MIB_PER_SECOND = 1_000_000;
    public static final int MOST_RUNGS = 16;
    public static final int LONGEST_PAUSE_MS = 60_000;
    /** What peers allow in the end (oVirt's policy "minimal downtime": 500 ms), after a beginning that hardly anybody notices. */
    private static final List<Integer> USUAL_LADDER_MS = List.of(100, 150, 250, 500);

    private static final long MEBIBYTE_BYTES = 1L << 20;

    public MigrationPolicy {
        pauseLadderMs = List.copyOf(pauseLadderMs);
    }

    /** A cluster's before anybody has set it. */
    public static MigrationPolicy usual(ClusterId cluster) {
        return new MigrationPolicy(cluster, 0, 0, USUAL_LADDER_MS, true);
    }

    MigrationPolicy revised() {
        return new MigrationPolicy(cluster, revision + 1, bandwidthMiBPerSecond, pauseLadderMs, autoConverge);
    }

    /** 0: no limit. */
    public long bandwidthBytesPerSecond() {
        return bandwidthMiBPerSecond * MEBIBYTE_BYTES;
    }

    /** The ladder with no pause longer than this one, which is then the last to be tried, or the only one; 0: the whole ladder. */
    public List<Integer> ladderUpTo(int longestMs) {
        if (longestMs == 0) {
            return pauseLadderMs;
        }
        if (pauseLadderMs.size() == 1) {
            return List.of(longestMs);
        }
        var rungs = Stream.concat(pauseLadderMs.stream().filter(pause -> pause < longestMs), Stream.of(longestMs))
                .toList();
        return rungs.subList(Math.max(0, rungs.size() - MOST_RUNGS), rungs.size());
    }
}
