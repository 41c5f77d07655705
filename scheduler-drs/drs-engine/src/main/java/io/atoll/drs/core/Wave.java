package io.atoll.drs.core;

import java.util.List;

/**
 * What happens at the same time: hosts are woken, then VMs move together, then hosts that are empty by then are put to sleep.
 * Hosts and VMs are indices of the {@link CompactCluster}.
 */
public record Wave(List<Integer> wake, List<Hop> hops, List<Integer> sleep) {
    public Wave {
        wake = List.copyOf(wake);
        hops = List.copyOf(hops);
        sleep = List.copyOf(sleep);
    }

    /** One VM on its way; {@code from} is {@link CompactCluster#NOWHERE} for one that is started. */
    public record Hop(int vm, int from, int to) {}
}
