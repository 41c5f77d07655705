package io.atoll.manager.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What a VM is to get of its cluster. Processing power is counted in MHz; a core counts as 1000, whatever it is.
 *
 * @param pool null: it is in none, and belongs to the cluster directly
 * @param cpuReservationMhz what is kept for it while it runs
 * @param cpuLimitMhz the most it may use; null: as much as its vCPUs can
 * @param cpuShares its weight against its neighbours; null: 1000 for each vCPU
 * @param memoryReservationMib what counts as reserved in its pool while it runs
 */
public record VmResources(
        @Nullable ResourcePoolId pool,
        long cpuReservationMhz,
        @Nullable Long cpuLimitMhz,
        @Nullable Integer cpuShares,
        long memoryReservationMib) {
    public static final VmResources USUAL = new VmResources(null, 0, null, null, 0);
    public static final int SHARES_PER_VCPU = 1000;
    public static final int MHZ_PER_CORE = 1000;

    public int sharesOf(int vcpuCount) {
        return cpuShares == null ? SHARES_PER_VCPU * vcpuCount : cpuShares;
    }
}
