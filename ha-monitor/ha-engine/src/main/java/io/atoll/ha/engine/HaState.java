package io.atoll.ha.engine;

import io.atoll.ha.restart.RestartPlacement.Found;
import io.atoll.ha.timeline.IncidentId;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent remembers from one step to the next. It may be lost: the windows then start anew, and what was under way is found
 * again in the facts. It belongs to one clock, so it must not outlive a boot.
 */
public record HaState(
        SortedMap<HostId, HostWatch> hosts,
        SortedMap<VmId, VmWatch> vms,
        SortedMap<IncidentId, Incident> incidents,
        SortedMap<String, Long> alarmsAskedNanos,
        Plans plans) {
    /** Of an agent that has just started. */
    public static final HaState EMPTY = new HaState(
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new Plans(new TreeMap<>(), null));

    public HaState {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        vms = Collections.unmodifiableSortedMap(new TreeMap<>(vms));
        incidents = Collections.unmodifiableSortedMap(new TreeMap<>(incidents));
        alarmsAskedNanos = Collections.unmodifiableSortedMap(new TreeMap<>(alarmsAskedNanos));
    }

    /**
     * Where VMs that wait are to go. Kept until something changes, because finding places costs time.
     *
     * @param room what was known about hosts and residents when these were found; null: nothing was asked yet
     */
    public record Plans(
            SortedMap<VmId, Found> found, @Nullable Object room) {
        public Plans {
            found = Collections.unmodifiableSortedMap(new TreeMap<>(found));
        }
    }
}
