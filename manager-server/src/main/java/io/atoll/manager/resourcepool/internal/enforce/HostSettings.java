package io.atoll.manager.resourcepool.internal.enforce;

import io.atoll.drs.pool.ShareTree;
import io.atoll.drs.pool.ShareTree.Claim;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.resourcepool.internal.ClusterShares;
import io.atoll.manager.resourcepool.internal.ComputePool;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each host is to be told of its VMs. Weights are what each VM would get of its host if all of them wanted all they can use,
 * after reservations and limits, with the cluster-wide entitlements as shares. A pool's limit is divided among its VMs by what they
 * use now, and what that leaves by their entitlements; one that uses nearly all of its part counts as wanting more. Pure.
 */
final class HostSettings {
    private static final int WHOLE_WEIGHT = 10_000;
    private static final double NEARLY_ALL = 0.9;
    private static final long LEAST_MILLICORES = 10;

    private final LiveCluster live;
    private final ClusterShares hungry;
    private final ClusterShares asking;
    private final SortedMap<ResourcePoolId, Sums> sums;

    /**
     * What a host is told of one VM.
     *
     * @param cpuMaxMillicores null: no limit
     */
    record Setting(int cpuWeight, @Nullable Long cpuMaxMillicores, long memoryLowMib) {}

    private HostSettings(LiveCluster live, List<ComputePool> pools, Map<VmId, Setting> before) {
        this.live = live;
        hungry = ClusterShares.asking(live, pools, _ -> Double.MAX_VALUE);
        asking = ClusterShares.asking(live, pools, vm -> {
            var used = vm.cpu().demand().value();
            var told = before.get(vm.id());
            var most = told == null ? null : told.cpuMaxMillicores();
            return most != null && used >= NEARLY_ALL * (double) most ? Double.MAX_VALUE : used;
        });
        sums = sums();
    }

    /**
     * For each host that runs VMs what it is to be told of them.
     *
     * @param before what was told last
     */
    static SortedMap<HostId, SortedMap<VmId, Setting>> of(
            LiveCluster live, List<ComputePool> pools, Map<VmId, Setting> before) {
        var settings = new HostSettings(live, pools, before);
        var byHost = new TreeMap<HostId, List<Resident>>();
        for (var vm : live.vms().values()) {
            var host = vm.host();
            if (host != null && live.model().hosts().containsKey(host)) {
                byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(vm);
            }
        }
        var all = new TreeMap<HostId, SortedMap<VmId, Setting>>();
        byHost.forEach((host, vms) -> all.put(host, settings.of(host, vms)));
        return all;
    }

    private SortedMap<VmId, Setting> of(HostId host, List<Resident> vms) {
        var cores = Objects.requireNonNull(live.model().hosts().get(host))
                .capacity()
                .coreCount();
        var whole = (double) cores * VmResources.MHZ_PER_CORE;
        var claims = new ArrayList<Claim<VmId>>();
        for (var vm : vms) {
            var limit = vm.resources().cpuLimitMhz();
            var most = Math.min(ClusterShares.mostMhz(vm), limit == null ? Double.MAX_VALUE : limit.doubleValue());
            claims.add(Claim.ofLeaf(
                    vm.id(),
                    null,
                    Math.max(1, hungry.cpuMhz(vm.id())),
                    Math.min((double) vm.resources().cpuReservationMhz(), most),
                    most,
                    most));
        }
        var granted = ShareTree.divide(claims, whole);
        var settings = new TreeMap<VmId, Setting>();
        for (var vm : vms) {
            var part = Objects.requireNonNull(granted.get(vm.id())) / whole;
            settings.put(
                    vm.id(),
                    new Setting(
                            Math.clamp(Math.round(part * WHOLE_WEIGHT), 1, WHOLE_WEIGHT),
                            mostMillicores(vm),
                            lowMib(vm)));
        }
        return settings;
    }

    private @Nullable Long mostMillicores(Resident vm) {
        var own = vm.resources().cpuLimitMhz();
        var most = own == null ? Double.MAX_VALUE : own.doubleValue();
        for (var pool : asking.ledger().upwards(vm.resources().pool())) {
            var limit = pool.cpu().limit();
            if (limit != null) {
                most = Math.min(most, partOf(pool, limit, vm));
            }
        }
        return most >= ClusterShares.mostMhz(vm) ? null : (Long) Math.max(LEAST_MILLICORES, (long) most);
    }

    /** The VM's part of a pool's limit; the parts of all VMs in it together are the limit. */
    private double partOf(ComputePool pool, long limit, Resident vm) {
        var all = Objects.requireNonNull(sums.get(pool.id()));
        var left = Math.max(0, (double) limit - all.asked);
        return asking.cpuMhz(vm.id()) + (all.entitled > 0 ? left * hungry.cpuMhz(vm.id()) / all.entitled : left);
    }

    /** What all running VMs of each pool that has a limit, and of those in it, ask for and are entitled to. */
    private SortedMap<ResourcePoolId, Sums> sums() {
        var found = new TreeMap<ResourcePoolId, Sums>();
        for (var vm : live.vms().values()) {
            for (var pool : asking.ledger().upwards(vm.resources().pool())) {
                if (pool.cpu().limit() != null) {
                    found.merge(pool.id(), new Sums(asking.cpuMhz(vm.id()), hungry.cpuMhz(vm.id())), Sums::plus);
                }
            }
        }
        return found;
    }

    private record Sums(double asked, double entitled) {
        Sums plus(Sums other) {
            return new Sums(asked + other.asked, entitled + other.entitled);
        }
    }

    /** What is reserved for the VM itself, or its part of what is reserved for its pool. */
    private long lowMib(Resident vm) {
        var own = vm.resources().memoryReservationMib();
        var pool = asking.ledger().pool(vm.resources().pool());
        if (pool == null) {
            return own;
        }
        var held = Math.max(1, asking.ledger().heldMib(pool.id()));
        var part = (long)
                ((double) pool.memory().reservation() * (double) vm.memory().value() / (double) held);
        return Math.min(vm.memory().value(), Math.max(own, part));
    }
}
