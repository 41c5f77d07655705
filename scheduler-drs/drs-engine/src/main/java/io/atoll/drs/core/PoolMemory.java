package io.atoll.drs.core;

import static io.atoll.drs.core.CompactCluster.NOWHERE;

import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.ResourcePool;
import io.atoll.model.cluster.Vm;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Limits of resource pools on the memory of their running VMs. Where VMs would go makes no difference to them, so who may start is
 * decided before any search: the most important first, then the larger.
 */
final class PoolMemory {
    private final Cluster facts;
    private final CompactCluster cluster;
    private final Map<String, Long> mibInUse = new HashMap<>();

    private PoolMemory(Cluster facts, CompactCluster cluster) {
        this.facts = facts;
        this.cluster = cluster;
    }

    /** For each unit why its pool does not let it start, with the figures; null: it runs already or may start. */
    static @Nullable String[] refusals(Cluster facts, CompactCluster cluster) {
        @Nullable String[] refusals = new @Nullable String[cluster.unitCount];
        if (facts.resourcePools().values().stream()
                .anyMatch(pool -> pool.memory().limitMib() != null)) {
            var memory = new PoolMemory(facts, cluster);
            IntStream.range(0, cluster.unitCount)
                    .filter(u -> cluster.home[u] != NOWHERE)
                    .forEach(memory::add);
            IntStream.range(0, cluster.unitCount)
                    .filter(u -> cluster.home[u] == NOWHERE)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingInt(u -> -cluster.priority(u))
                            .thenComparingDouble(u -> -cluster.memory[u])
                            .thenComparingInt(u -> u))
                    .forEach(u -> refusals[u] = memory.admit(u));
        }
        return refusals;
    }

    private @Nullable String admit(int unit) {
        var needed = new HashMap<String, Long>();
        for (var v : cluster.vmsOfUnit[unit]) {
            eachPool(cluster.vms[v], (pool, mib) -> needed.merge(pool, mib, PoolMemory::sum));
        }
        for (var need : needed.entrySet()) {
            var limit = limit(need.getKey());
            var used = mibInUse.getOrDefault(need.getKey(), 0L);
            if (limit != null && need.getValue() > limit - used) {
                return String.format(
                        Locale.ROOT,
                        "resource pool %s: needs %d MiB, %d of its limit of %d MiB free",
                        need.getKey(),
                        need.getValue(),
                        Math.max(0, limit - used),
                        limit);
            }
        }
        add(unit);
        return null;
    }

    private void add(int unit) {
        for (var v : cluster.vmsOfUnit[unit]) {
            eachPool(cluster.vms[v], (pool, mib) -> mibInUse.merge(pool, mib, PoolMemory::sum));
        }
    }

    private interface PoolVisitor {
        void visit(String pool, long mib);
    }

    private void eachPool(Vm vm, PoolVisitor visitor) {
        for (var name = vm.standing().resourcePool(); name != null; ) {
            visitor.visit(name, vm.memory().configured().value());
            ResourcePool pool = facts.resourcePools().get(name);
            name = pool == null ? null : pool.parent();
        }
    }

    private @Nullable Long limit(String pool) {
        var facts = this.facts.resourcePools().get(pool);
        return facts == null ? null : facts.memory().limitMib();
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
