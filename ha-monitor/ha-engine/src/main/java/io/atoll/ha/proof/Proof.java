package io.atoll.ha.proof;

import io.atoll.ha.lease.BootId;
import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Why it is certain that nothing of a host runs any more. */
public sealed interface Proof {
    /**
     * Its lease ran out (rules T1 and T2).
     *
     * @param beatSequence the last beat, which has stood still for {@code beatStillNanos}
     * @param slotsStillNanos for how long the slot on each pool has stood still
     * @param freshReadStartNanos when the last read of the slots began, on the leader's clock
     */
    record LeaseRanOut(
            BootId bootId,
            long beatSequence,
            long beatStillNanos,
            SortedMap<PoolId, Long> slotsStillNanos,
            long freshReadStartNanos)
            implements Proof {
        public LeaseRanOut {
            slotsStillNanos = Collections.unmodifiableSortedMap(new TreeMap<>(slotsStillNanos));
        }
    }

    /** Its enforcers say on every pool that they have emptied the host. */
    record EnforcersReleased(BootId bootId, SortedSet<PoolId> pools) implements Proof {
        public EnforcersReleased {
            pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
        }
    }

    /** Somebody outside vouches for it. */
    record Vouched(Evidence evidence) implements Proof {}

    /** Whether only the passing of time says so: not enough while many hosts are silent. */
    default boolean isTimeOnly() {
        return this instanceof LeaseRanOut;
    }
}
