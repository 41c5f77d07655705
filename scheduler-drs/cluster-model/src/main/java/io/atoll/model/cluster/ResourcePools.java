package io.atoll.model.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.SortedMap;

/** Checks that pools form a tree, and that VMs name pools that exist. */
final class ResourcePools {
    private ResourcePools() {}

    static void check(SortedMap<String, ResourcePool> pools, Collection<Vm> vms) {
        for (var pool : pools.values()) {
            var seen = new HashSet<String>();
            for (var name = pool.name();
                    name != null;
                    name = Objects.requireNonNull(pools.get(name)).parent()) {
                if (!pools.containsKey(name)) {
                    throw new IllegalArgumentException(
                            "Resource pool %s is part of %s, which does not exist.".formatted(pool.name(), name));
                }
                if (!seen.add(name)) {
                    throw new IllegalArgumentException("Resource pool %s is part of itself.".formatted(pool.name()));
                }
            }
        }
        for (var vm : vms) {
            var pool = vm.standing().resourcePool();
            if (pool != null && !pools.containsKey(pool)) {
                throw new IllegalArgumentException(
                        "VM %s is in the resource pool %s, which does not exist.".formatted(vm.name(), pool));
            }
        }
    }
}
