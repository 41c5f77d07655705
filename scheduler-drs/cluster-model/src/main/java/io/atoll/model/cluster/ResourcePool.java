package io.atoll.model.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A share of the cluster for a group of VMs: what they are guaranteed together, what they may use together, and their weight
 * against their siblings. Pools form a tree; a VM belongs to one pool or directly to the cluster.
 *
 * @param name unique in the cluster
 * @param parent the pool it is part of; null: part of the cluster itself
 */
public record ResourcePool(String name, @Nullable String parent, Allocation cpu, MemoryAllocation memory) {
    private static final int NORMAL_SHARES = 4000;

    public ResourcePool {
        if (name.isBlank() || name.equals(parent)) {
            throw new IllegalArgumentException(
                    "A resource pool (%s) needs a name and another one as its parent (%s).".formatted(name, parent));
        }
    }

    /**
     * Processing power.
     *
     * @param reservation what its VMs get at any rate, together
     * @param limit the most they get together; null: no limit
     * @param shares weight against its siblings where not all can have what they want
     */
    public record Allocation(
            Megahertz reservation, @Nullable Megahertz limit, int shares) {
        public static final Allocation NORMAL = new Allocation(Megahertz.NONE, null, NORMAL_SHARES);

        public Allocation {
            if (shares < 1 || (limit != null && limit.compareTo(reservation) < 0)) {
                throw new IllegalArgumentException(
                        "Shares (%d) must be at least 1, and the limit (%s) not below the reservation (%s)."
                                .formatted(shares, limit, reservation));
            }
        }
    }

    /**
     * Memory. It is never promised twice, so there is no weight: what a VM is configured with is its own.
     *
     * @param limitMib the most memory its running VMs may be configured with together, in MiB; null: no limit
     */
    public record MemoryAllocation(@Nullable Long limitMib) {
        public static final MemoryAllocation UNLIMITED = new MemoryAllocation(null);

        public MemoryAllocation {
            if (limitMib != null && limitMib < 0) {
                throw new IllegalArgumentException(
                        "The memory limit of a resource pool (%d MiB) must not be negative.".formatted(limitMib));
            }
        }
    }
}
