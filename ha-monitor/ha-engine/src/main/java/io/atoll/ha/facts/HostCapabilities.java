package io.atoll.ha.facts;

import io.atoll.model.PoolId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a host says about itself; changes seldom.
 *
 * @param leasePools the pools on which it renews a slot; empty: the beat is its only channel
 * @param guestNetworkUp whether the network of its guests works
 */
public record HostCapabilities(SortedSet<PoolId> leasePools, boolean guestNetworkUp) {
    public HostCapabilities {
        leasePools = Collections.unmodifiableSortedSet(new TreeSet<>(leasePools));
    }
}
