package io.atoll.model;

import java.util.SortedSet;

/** What a decision needs to know of one host at the moment of the snapshot. */
public record HostFacts(
        HostId id,
        String name,
        HostState state,
        HostCpu cpu,
        HostMemory memory,
        SortedSet<PoolId> pools,
        SortedSet<NetworkId> networks) {
    public HostFacts {
        pools = Sorted.copyOf(pools);
        networks = Sorted.copyOf(networks);
    }

    /** This host with room for one more VM taken: one that runs there, moves there, or is about to be started there. */
    public HostFacts committing(VmDemand vm) {
        return new HostFacts(
                id, name, state, cpu.committing(vm.vcpuCount()), memory.committing(vm.memory()), pools, networks);
    }
}
