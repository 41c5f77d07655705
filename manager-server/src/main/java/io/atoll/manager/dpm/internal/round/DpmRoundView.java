package io.atoll.manager.dpm.internal.round;

import io.atoll.manager.dpm.internal.DpmReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One look at a cluster.
 *
 * @param loadPercent of what the hosts that are awake have together, CPU or memory, whichever is more; null: nobody knows
 * @param steadySince since when rounds follow each other without a gap and without a jump of the clock
 * @param hosts why each host is as it is; not in the event stream
 */
public record DpmRoundView(
        UUID id,
        UUID clusterId,
        Instant at,
        DpmVerdict verdict,
        String detail,
        @Nullable Double loadPercent,
        int awakeHosts,
        int asleepHosts,
        @Nullable Instant steadySince,
        @Nullable List<HostReason> hosts,
        long tookMs) {
    /** Why a host is not asleep, or why it is. */
    public record HostReason(UUID hostId, DpmReason reason) {}

    /** What a round came to. Names are API. */
    public enum DpmVerdict {
        /** Nothing is to be done. */
        RESTS,
        WAKES,
        PARKS
    }

    /** As in lists of many. */
    public DpmRoundView withoutHosts() {
        return new DpmRoundView(
                id, clusterId, at, verdict, detail, loadPercent, awakeHosts, asleepHosts, steadySince, null, tookMs);
    }
}
