package io.atoll.manager.resourcepool.internal;

import io.atoll.drs.pool.ShareTree;
import io.atoll.drs.pool.ShareTree.Claim;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.model.VmId;
import io.atoll.model.cluster.PowerState;
import io.atoll.model.cluster.Vm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What pools and running VMs of a cluster are entitled to at one moment, over the whole cluster as if it were one host. Pure. */
public final class ClusterShares {
    /** Weight of a MiB of a VM's memory, as vSphere's users know it. */
    private static final int SHARES_PER_MIB = 10;

    private final LiveCluster live;
    private final PoolLedger ledger;
    private final SortedMap<String, Double> cpuMhz;
    private final SortedMap<String, Double> memoryMib;
    private final Map<ResourcePoolId, Double> usedMhzOfPools = new HashMap<>();
    private double usedMhz;

    private ClusterShares(LiveCluster live, PoolLedger ledger, ToDoubleFunction<Vm> cpuDemand) {
        this.live = live;
        this.ledger = ledger;
        cpuMhz = ShareTree.divide(cpuClaims(cpuDemand), cpuNowMhz(live));
        memoryMib = ShareTree.divide(memoryClaims(), memoryNowMib(live));
        countUsed();
    }

    /** By what the VMs use now. */
    public static ClusterShares now(LiveCluster live, List<ComputePool> pools) {
        return asking(live, pools, vm -> vm.cpu().demand().value());
    }

    /** By what the VMs are said to ask for, in MHz. */
    public static ClusterShares asking(LiveCluster live, List<ComputePool> pools, ToDoubleFunction<Vm> cpuDemand) {
        return new ClusterShares(live, ledger(live, pools), cpuDemand);
    }

    static PoolLedger ledger(LiveCluster live, List<ComputePool> pools) {
        return new PoolLedger(
                pools, live.vms().values().stream().map(PoolLedger.Member::of).toList(), PoolLedger.Capacity.of(live));
    }

    public PoolLedger ledger() {
        return ledger;
    }

    public LiveCluster live() {
        return live;
    }

    /** What the hosts give that run VMs now. */
    static double cpuNowMhz(LiveCluster live) {
        return live.model().hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON || host.state().keepsVms())
                .mapToDouble(host -> host.capacity().cpu().value())
                .sum();
    }

    private static double memoryNowMib(LiveCluster live) {
        return live.model().hosts().values().stream()
                .filter(host -> host.state() == PowerState.ON || host.state().keepsVms())
                .mapToDouble(host -> host.capacity().memory().value())
                .sum();
    }

    double cpuMhz(ResourcePoolId pool) {
        return cpuMhz.getOrDefault(key(pool), 0.0);
    }

    double memoryMib(ResourcePoolId pool) {
        return memoryMib.getOrDefault(key(pool), 0.0);
    }

    public double cpuMhz(VmId vm) {
        return cpuMhz.getOrDefault(key(vm), 0.0);
    }

    public double memoryMib(VmId vm) {
        return memoryMib.getOrDefault(key(vm), 0.0);
    }

    /** What all VMs are entitled to together. */
    double allMhz() {
        return live.vms().keySet().stream().mapToDouble(this::cpuMhz).sum();
    }

    /** What all running VMs use now. */
    double usedMhz() {
        return usedMhz;
    }

    /** What the running VMs of a pool, and of those in it, use now. */
    double usedMhz(ResourcePoolId pool) {
        return usedMhzOfPools.getOrDefault(pool, 0.0);
    }

    /** Each VM counts in its pool and in all above it. */
    private void countUsed() {
        for (var vm : live.vms().values()) {
            var model = model(vm);
            if (model != null) {
                var mhz = model.cpu().demand().value();
                usedMhz += mhz;
                for (var pool : ledger.upwards(vm.resources().pool())) {
                    usedMhzOfPools.merge(pool.id(), mhz, Double::sum);
                }
            }
        }
    }

    /** The VM in the scheduler's model; null: it does not run. */
    private @Nullable Vm model(Resident vm) {
        var model = live.model().vms().get(vm.id());
        return model == null || model.host() == null ? null : model;
    }

    private List<Claim<String>> cpuClaims(ToDoubleFunction<Vm> demand) {
        var claims = new ArrayList<Claim<String>>();
        for (var pool : ledger.pools()) {
            claims.add(claim(pool, pool.cpu()));
        }
        for (var vm : live.vms().values()) {
            var model = model(vm);
            if (model != null) {
                var cpu = model.cpu();
                var limit = cpu.limit();
                claims.add(Claim.ofLeaf(
                        key(vm.id()),
                        parent(vm.resources()),
                        cpu.shares(),
                        cpu.reservation().value(),
                        limit == null ? Double.MAX_VALUE : limit.value(),
                        Math.min(demand.applyAsDouble(model), mostMhz(vm))));
            }
        }
        return claims;
    }

    public static double mostMhz(Resident vm) {
        return (double) vm.vcpuCount() * VmResources.MHZ_PER_CORE;
    }

    private List<Claim<String>> memoryClaims() {
        var claims = new ArrayList<Claim<String>>();
        for (var pool : ledger.pools()) {
            claims.add(claim(pool, pool.memory()));
        }
        for (var vm : live.vms().values()) {
            if (model(vm) != null) {
                var mib = vm.memory().value();
                claims.add(Claim.ofLeaf(
                        key(vm.id()),
                        parent(vm.resources()),
                        (double) mib * SHARES_PER_MIB,
                        (double) vm.resources().memoryReservationMib(),
                        (double) mib,
                        (double) mib));
            }
        }
        return claims;
    }

    private Claim<String> claim(ComputePool pool, ComputePool.Amounts amounts) {
        var limit = amounts.limit();
        var parent = ledger.pool(pool.parent());
        return Claim.ofPool(
                key(pool.id()),
                parent == null ? null : key(parent.id()),
                amounts.shares(),
                (double) amounts.reservation(),
                limit == null ? Double.MAX_VALUE : limit.doubleValue());
    }

    private @Nullable String parent(VmResources resources) {
        return ledger.pool(resources.pool()) == null ? null : key(Objects.requireNonNull(resources.pool()));
    }

    private static String key(ResourcePoolId pool) {
        return "pool " + pool;
    }

    private static String key(VmId vm) {
        return "vm " + vm;
    }
}
