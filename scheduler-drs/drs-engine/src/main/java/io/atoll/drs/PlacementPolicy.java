package io.atoll.drs;

import io.atoll.model.HostCpu;
import io.atoll.model.HostMemory;
import io.atoll.model.Mebibytes;

/**
 * How full a host may get. Memory is never promised twice: a host that swaps stalls every VM on it.
 *
 * @param vcpusPerCore how many virtual CPUs may be promised per logical processor
 * @param hostMemoryReserve what is held back on each host for the host itself and for QEMU's own memory
 */
public record PlacementPolicy(int vcpusPerCore, Mebibytes hostMemoryReserve) {
    public static final PlacementPolicy DEFAULT = new PlacementPolicy(4, new Mebibytes(512));

    public static final int MAX_VCPUS_PER_CORE = 64;
    private static final long MILLICORES_PER_CORE = 1000;

    public PlacementPolicy {
        if (vcpusPerCore < 1 || vcpusPerCore > MAX_VCPUS_PER_CORE) {
            throw new IllegalArgumentException(
                    "vCPUs per core (%d) must be from 1 to %d.".formatted(vcpusPerCore, MAX_VCPUS_PER_CORE));
        }
    }

    /** How many vCPUs may be promised on this host in all. */
    public long vcpuLimit(HostCpu cpu) {
        return Math.multiplyExact(cpu.capacity().value(), (long) vcpusPerCore) / MILLICORES_PER_CORE;
    }

    /** How much memory may be promised on this host in all. */
    public Mebibytes memoryLimit(HostMemory memory) {
        return memory.capacity().minusOrNone(hostMemoryReserve);
    }
}
