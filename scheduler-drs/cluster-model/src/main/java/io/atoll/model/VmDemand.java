package io.atoll.model;

import java.util.SortedSet;

/** What one VM asks of the host it runs on. */
public record VmDemand(
        VmId id,
        String name,
        int vcpuCount,
        Mebibytes memory,
        SortedSet<PoolId> pools,
        SortedSet<NetworkId> networks,
        CpuBaseline cpu) {
    public VmDemand {
        if (vcpuCount < 1) {
            throw new IllegalArgumentException("vCPU count (%d) must be at least 1.".formatted(vcpuCount));
        }
        pools = Sorted.copyOf(pools);
        networks = Sorted.copyOf(networks);
    }
}
