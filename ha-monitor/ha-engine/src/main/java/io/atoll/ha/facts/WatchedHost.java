package io.atoll.ha.facts;

import io.atoll.ha.proof.Evidence;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One host as an agent sees it.
 *
 * @param evidence what others say about it, for whichever boot
 * @param state what administrators want of it; HA's own verdict is not in here
 */
public record WatchedHost(
        HostId id,
        String name,
        Channels channels,
        Fence fence,
        List<Evidence> evidence,
        HostCapabilities capabilities,
        HostState state) {
    public WatchedHost {
        evidence = List.copyOf(evidence);
    }

    /**
     * The last looks at what it renews.
     *
     * @param slots by pool
     * @param freshRead the newest answer to a decision to read afresh; null: there was none
     */
    public record Channels(
            Look<Beat> beat,
            SortedMap<PoolId, Look<Slot>> slots,
            @Nullable FreshRead freshRead) {
        public Channels {
            slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
        }
    }
}
