package io.atoll.hypervisor.api;

import io.atoll.model.Mebibytes;
import org.jspecify.annotations.Nullable;

/**
 * What a VM is to get of its host while others want it too.
 *
 * @param cpuWeight against the host's other VMs, from 1 to 10000
 * @param cpuMaxMillicores the most it may use, in thousandths of a core; null: all its vCPUs can
 * @param memoryLow memory that the kernel takes from it only when there is no other left
 */
public record VmShare(int cpuWeight, @Nullable Long cpuMaxMillicores, Mebibytes memoryLow) {
    public static final int LEAST_WEIGHT = 1;
    public static final int MOST_WEIGHT = 10_000;
    public static final long LEAST_MILLICORES = 10;

    /** What the kernel gives to whoever was never told anything else. */
    public static final VmShare USUAL = new VmShare(100, null, new Mebibytes(0));

    public VmShare {
        if (cpuWeight < LEAST_WEIGHT || cpuWeight > MOST_WEIGHT) {
            throw new IllegalArgumentException(
                    "The weight (%d) must be from %d to %d.".formatted(cpuWeight, LEAST_WEIGHT, MOST_WEIGHT));
        }
        if (cpuMaxMillicores != null && cpuMaxMillicores < LEAST_MILLICORES) {
            throw new IllegalArgumentException("The limit (%d thousandths of a core) must be at least %d, or none."
                    .formatted(cpuMaxMillicores, LEAST_MILLICORES));
        }
    }
}
