package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.placement.ComputePools;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.manager.resourcepool.jpa.ComputePoolStore;
import io.atoll.model.ClusterId;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.ResourcePool;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the scheduler of the pools. */
@Component
class AppliedComputePools implements ComputePools {
    private final ComputePoolStore store;

    AppliedComputePools(ComputePoolStore store) {
        this.store = store;
    }

    @Override
    public SortedMap<ResourcePoolId, ResourcePool> of(ClusterId cluster) {
        var all = store.in(cluster);
        var names = new TreeMap<ResourcePoolId, String>();
        all.forEach(pool -> names.put(pool.id(), pool.name()));
        var pools = new TreeMap<ResourcePoolId, ResourcePool>();
        for (var pool : all) {
            var parent = pool.parent();
            pools.put(
                    pool.id(),
                    new ResourcePool(
                            pool.name(),
                            parent == null ? null : names.get(parent),
                            cpu(pool.cpu()),
                            new ResourcePool.MemoryAllocation(pool.memory().limit())));
        }
        return pools;
    }

    private static ResourcePool.Allocation cpu(Amounts cpu) {
        return new ResourcePool.Allocation(new Megahertz(cpu.reservation()), limit(cpu.limit()), cpu.shares());
    }

    private static @Nullable Megahertz limit(@Nullable Long mhz) {
        return mhz == null ? null : new Megahertz(mhz);
    }
}
