package io.atoll.drs.core;

import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Vm;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory of running VMs by resource pool, against the limits of the pools; a VM counts in its pool and in all that this one is
 * part of. Amounts in MiB, exact up to 2^53.
 */
public final class PoolRoom {
    private final SortedMap<String, ResourcePool> pools;
    private final Map<String, Double> mibInUse = new HashMap<>();

    public PoolRoom(SortedMap<String, ResourcePool> pools) {
        this.pools = new TreeMap<>(pools);
    }

    /**
     * Counts a VM that begins to run, or ends.
     *
     * @param sign 1: it runs from now on; -1: it does not any more
     */
    public void count(Vm vm, int sign) {
        var mib = sign * (double) vm.memory().configured().value();
        for (var pool = poolOf(vm.standing().resourcePool()); pool != null; pool = poolOf(pool.parent())) {
            mibInUse.merge(pool.name(), mib, Double::sum);
        }
    }

    /** Whether the pools let the VM run beside those that run already. */
    public boolean admits(Vm vm) {
        var mib = (double) vm.memory().configured().value();
        for (var pool = poolOf(vm.standing().resourcePool()); pool != null; pool = poolOf(pool.parent())) {
            var limit = pool.memory().limitMib();
            if (limit != null && mib > limit - mibInUse.getOrDefault(pool.name(), 0.0)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable ResourcePool poolOf(@Nullable String name) {
        return name == null ? null : pools.get(name);
    }
}
