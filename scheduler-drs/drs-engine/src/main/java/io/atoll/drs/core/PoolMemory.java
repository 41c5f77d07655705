package io.atoll.drs.core;

import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.ResourcePool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Limits of resource pools on the memory of their VMs: who is above one cannot start another VM. */
final class PoolMemory {
    private final CompactCluster cluster;
    private final double[] limitMib;
    private final String[] names;
    /** For each unit the limited pools it is in, directly or further up; one entry for each of its VMs. */
    private final int[][] poolsOfUnit;

    private final double[][] mibOfUnit;

    private PoolMemory(CompactCluster cluster, Map<String, Integer> limited, Cluster facts) {
        this.cluster = cluster;
        limitMib = new double[limited.size()];
        names = new String[limited.size()];
        limited.forEach((name, index) -> {
            names[index] = name;
            limitMib[index] = Objects.requireNonNull(
                    Objects.requireNonNull(facts.resourcePools().get(name))
                            .memory()
                            .limitMib());
        });
        poolsOfUnit = new int[cluster.unitCount][];
        mibOfUnit = new double[cluster.unitCount][];
        for (var u = 0; u < cluster.unitCount; u++) {
            describe(u, limited, facts);
        }
    }

    static @Nullable PoolMemory of(Cluster facts, CompactCluster cluster) {
        var limited = new HashMap<String, Integer>();
        for (var pool : facts.resourcePools().values()) {
            if (pool.memory().limitMib() != null) {
                limited.put(pool.name(), limited.size());
            }
        }
        return limited.isEmpty() ? null : new PoolMemory(cluster, limited, facts);
    }

    private void describe(int unit, Map<String, Integer> limited, Cluster facts) {
        var pools = new IntBag(2);
        var amounts = new ArrayList<Double>();
        for (var v : cluster.vmsOfUnit[unit]) {
            var vm = cluster.vms[v];
            ResourcePool pool = vm.standing().resourcePool() == null
                    ? null
                    : facts.resourcePools().get(vm.standing().resourcePool());
            while (pool != null) {
                var index = limited.get(pool.name());
                if (index != null) {
                    pools.add(index);
                    amounts.add((double) vm.memory().configured().value());
                }
                pool = pool.parent() == null ? null : facts.resourcePools().get(pool.parent());
            }
        }
        poolsOfUnit[unit] = pools.toArray();
        mibOfUnit[unit] = amounts.stream().mapToDouble(mib -> mib).toArray();
    }

    /** Memory that the VMs with a host have, for each pool. */
    final class InUse {
        private final double[] mib = new double[limitMib.length];

        void add(int unit, int sign) {
            for (var i = 0; i < poolsOfUnit[unit].length; i++) {
                mib[poolsOfUnit[unit][i]] += sign * mibOfUnit[unit][i];
            }
        }

        boolean admits(int unit) {
            return refusing(unit) < 0;
        }

        /** Why the unit cannot start, with the figures; null: it can. */
        @Nullable
        String refusal(int unit) {
            var pool = refusing(unit);
            return pool < 0
                    ? null
                    : "the resource pool %s has %.0f of %.0f MiB in use"
                            .formatted(names[pool], mib[pool], limitMib[pool]);
        }

        private int refusing(int unit) {
            add(unit, 1);
            var found = -1;
            for (var pool : poolsOfUnit[unit]) {
                found = mib[pool] > limitMib[pool] + CompactCluster.SLACK ? pool : found;
            }
            add(unit, -1);
            return found;
        }
    }
}
