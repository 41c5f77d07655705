package io.atoll.ha.facts;

import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to a decision to read a host's slots afresh (rule T2).
 *
 * @param startNanos when the first of the reads began, on the watcher's clock
 * @param slots one look per pool that was asked for
 */
public record FreshRead(long startNanos, SortedMap<PoolId, Look<Slot>> slots) {
    public FreshRead {
        slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
    }
}
