package io.atoll.manager.resourcepool.internal;

import io.atoll.drs.pool.Reservations;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.placement.LiveCluster;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import io.atoll.model.cluster.PowerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The pools of a cluster and its VMs at one moment, as their promises count. Pure; a change makes another ledger. */
public final class PoolLedger {
    private final SortedMap<ResourcePoolId, ComputePool> pools = new TreeMap<>();
    private final SortedMap<VmId, Member> vms = new TreeMap<>();
    private final Capacity capacity;

    /** A VM; one that does not run has a place in its pool, and takes nothing of it. */
    public record Member(VmId id, String name, boolean running, Mebibytes memory, VmResources resources) {
        static Member of(Resident vm) {
            return new Member(vm.id(), vm.name(), vm.isPoweredOn(), vm.memory(), vm.resources());
        }
    }

    /** What the hosts have that take VMs, those included that sleep and can be woken. */
    public record Capacity(long cpuMhz, long memoryMib) {
        /** Placement wakes a host for what does not fit into those that are awake; what was promised must not get in its way. */
        static Capacity of(LiveCluster live) {
            var usable = live.model().hosts().values().stream()
                    .filter(host -> host.state() == PowerState.ON
                            || host.state() == PowerState.STANDBY
                            || live.resting().contains(host.id()))
                    .toList();
            return new Capacity(
                    usable.stream()
                            .mapToLong(host -> host.capacity().coreCount() * VmResources.MHZ_PER_CORE)
                            .sum(),
                    usable.stream()
                            .mapToLong(host -> host.capacity().memory().value())
                            .sum());
        }
    }

    PoolLedger(Collection<ComputePool> pools, Collection<Member> vms, Capacity capacity) {
        pools.forEach(pool -> this.pools.put(pool.id(), pool));
        vms.forEach(vm -> this.vms.put(vm.id(), vm));
        this.capacity = capacity;
    }

    /** The same with this pool, in place of what it was. */
    PoolLedger with(ComputePool pool) {
        var other = new TreeMap<>(pools);
        other.put(pool.id(), pool);
        return new PoolLedger(other.values(), vms.values(), capacity);
    }

    PoolLedger with(Member vm) {
        var other = new TreeMap<>(vms);
        other.put(vm.id(), vm);
        return new PoolLedger(pools.values(), other.values(), capacity);
    }

    PoolLedger without(VmId vm) {
        var other = new TreeMap<>(vms);
        other.remove(vm);
        return new PoolLedger(pools.values(), other.values(), capacity);
    }

    Capacity capacity() {
        return capacity;
    }

    Collection<ComputePool> pools() {
        return pools.values();
    }

    Collection<Member> vms() {
        return vms.values();
    }

    public @Nullable ComputePool pool(@Nullable ResourcePoolId id) {
        return id == null ? null : pools.get(id);
    }

    /** The pool and all it is part of, the nearest first. */
    public List<ComputePool> upwards(@Nullable ResourcePoolId id) {
        var path = new ArrayList<ComputePool>();
        for (var pool = pool(id); pool != null && path.size() <= pools.size(); pool = pool(pool.parent())) {
            path.add(pool);
        }
        return path;
    }

    List<ComputePool> childrenOf(ResourcePoolId id) {
        return pools.values().stream().filter(pool -> id.equals(pool.parent())).toList();
    }

    List<Member> membersOf(ResourcePoolId id) {
        return vms.values().stream()
                .filter(vm -> id.equals(vm.resources().pool()))
                .toList();
    }

    Reservations cpu() {
        return reservations(ComputePool::cpu, capacity.cpuMhz(), VmResources::cpuReservationMhz);
    }

    Reservations memory() {
        return reservations(ComputePool::memory, capacity.memoryMib(), VmResources::memoryReservationMib);
    }

    private Reservations reservations(
            Function<ComputePool, Amounts> part, long whole, ToLongFunction<VmResources> reserved) {
        var all = new Reservations(
                whole,
                pools.values().stream()
                        .map(pool -> entry(pool, part.apply(pool)))
                        .toList());
        for (var vm : vms.values()) {
            if (vm.running()) {
                all.add(key(vm.resources().pool()), (double) reserved.applyAsLong(vm.resources()));
            }
        }
        return all;
    }

    private Reservations.Pool entry(ComputePool pool, Amounts amounts) {
        var limit = amounts.limit();
        return new Reservations.Pool(
                pool.id().toString(),
                key(pool.parent()),
                (double) amounts.reservation(),
                amounts.expandable(),
                limit == null ? null : (Double) limit.doubleValue());
    }

    /** How the pool is called in {@link Reservations}; one that is not there any more is the cluster itself. */
    @Nullable
    String key(@Nullable ResourcePoolId id) {
        return pool(id) == null ? null : Objects.requireNonNull(id).toString();
    }

    /** Memory that the running VMs of the pool, and of the pools in it, are configured with. */
    public long heldMib(ResourcePoolId id) {
        return vms.values().stream()
                .filter(Member::running)
                .filter(vm -> upwards(vm.resources().pool()).stream()
                        .anyMatch(pool -> pool.id().equals(id)))
                .mapToLong(vm -> vm.memory().value())
                .sum();
    }

    /**
     * Memory that is held by running VMs or kept for those of a pool that reserves some. Memory is never promised twice, so this
     * is what must fit into the cluster.
     */
    long keptMib() {
        var kept = vms.values().stream()
                .filter(vm -> vm.running() && pool(vm.resources().pool()) == null)
                .mapToLong(vm -> vm.memory().value())
                .sum();
        for (var pool : pools.values()) {
            if (pool(pool.parent()) == null) {
                kept += keptMib(pool);
            }
        }
        return kept;
    }

    private long keptMib(ComputePool pool) {
        var inside = membersOf(pool.id()).stream()
                .filter(Member::running)
                .mapToLong(vm -> vm.memory().value())
                .sum();
        for (var child : childrenOf(pool.id())) {
            inside += keptMib(child);
        }
        return Math.max(pool.memory().reservation(), inside);
    }

    boolean reservesMemory() {
        return pools.values().stream().anyMatch(pool -> pool.memory().reservation() > 0);
    }
}
