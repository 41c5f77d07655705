package io.atoll.ha.zk.view;

import io.atoll.ha.zk.lease.Beat;
import io.atoll.model.HostId;
import java.util.SortedMap;
import java.util.SortedSet;

/** All hosts' beats, read in one request; the caller's clock at its start and end. */
public sealed interface BeatReading {
    long startNanos();

    long endNanos();

    /**
     * What there is. A taker's window runs from the end.
     *
     * @param without members that never renewed a lease
     */
    record Read(long startNanos, long endNanos, SortedMap<HostId, Beat> beats, SortedSet<HostId> without)
            implements BeatReading {}

    /** Nothing was learned about any host: every window starts anew. */
    record Failed(long startNanos, long endNanos, String reason) implements BeatReading {}
}
