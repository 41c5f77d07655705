package io.atoll.ha.facts;

import io.atoll.ha.proof.Evidence;
import io.atoll.model.HostId;
import io.atoll.model.HostState;
import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One host as an agent sees it.
 *
 * @param evidence what others say about it, for whichever boot
 * @param capabilities null: not known, so nobody can say which slots would have to stand still, and time proves nothing
 * @param state what administrators want of it; HA's own verdict is not in here
 */
public record WatchedHost(
        HostId id,
        String name,
        Channels channels,
        Fence fence,
        List<Evidence> evidence,
        @Nullable HostCapabilities capabilities,
        HostState state) {
    public WatchedHost {
        evidence = List.copyOf(evidence);
    }

    /** The pools on which it renews a slot; empty also where that is not known. */
    public SortedSet<PoolId> leasePools() {
        return capabilities == null ? new TreeSet<>() : capabilities.leasePools();
    }

    /** Whether it says that the network of its guests is gone. */
    public boolean lostGuestNetwork() {
        return capabilities != null && !capabilities.guestNetworkUp();
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
