package io.atoll.drs.core;

import io.atoll.drs.pool.ShareTree;
import io.atoll.drs.pool.ShareTree.Claim;
import io.atoll.model.VmId;
import io.atoll.model.cluster.Cluster;
import io.atoll.model.cluster.Megahertz;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much processing power each VM may count on: what it asks for, between its reservation and its limit, and where its pool or
 * the cluster cannot give all that is asked for, in proportion to shares. Computed over the whole cluster as if it were one host,
 * by {@link ShareTree}.
 */
public final class Entitlements {
    private Entitlements() {}

    /** A pool by its name, or a VM by its id; pools come first. */
    private record Key(@Nullable String pool, @Nullable VmId vm) implements Comparable<Key> {
        static @Nullable Key of(@Nullable String pool) {
            return pool == null ? null : new Key(pool, null);
        }

        @Override
        public int compareTo(Key other) {
            if (pool != null) {
                return other.pool == null ? -1 : pool.compareTo(other.pool);
            }
            return other.vm == null || vm == null ? 1 : vm.compareTo(other.vm);
        }
    }

    /** Of every VM that has a host, in MHz. */
    public static SortedMap<VmId, Double> of(Cluster cluster) {
        var claims = new ArrayList<Claim<Key>>();
        for (var pool : cluster.resourcePools().values()) {
            var cpu = pool.cpu();
            claims.add(Claim.ofPool(
                    new Key(pool.name(), null),
                    Key.of(pool.parent()),
                    cpu.shares(),
                    cpu.reservation().value(),
                    most(cpu.limit())));
        }
        for (var vm : cluster.vms().values()) {
            if (vm.host() != null) {
                var claim = vm.cpu().claim().value();
                claims.add(Claim.ofLeaf(
                        new Key(null, vm.id()),
                        Key.of(vm.standing().resourcePool()),
                        vm.cpu().shares(),
                        Math.min(vm.cpu().reservation().value(), claim),
                        Double.MAX_VALUE,
                        claim));
            }
        }
        var capacity = cluster.hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON || host.state().keepsVms())
                .mapToDouble(host -> host.capacity().cpu().value())
                .sum();
        var entitled = new TreeMap<VmId, Double>();
        ShareTree.divide(claims, capacity).forEach((key, mhz) -> {
            if (key.vm != null) {
                entitled.put(key.vm, mhz);
            }
        });
        return entitled;
    }

    private static double most(@Nullable Megahertz limit) {
        return limit == null ? Double.MAX_VALUE : limit.value();
    }
}
