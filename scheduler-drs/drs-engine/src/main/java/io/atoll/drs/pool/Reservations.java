package io.atoll.drs.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the pools of a cluster take of each other. A pool holds what it reserves, and gives it to the reservations of its pools and
 * of its running VMs. One that is expandable and has given all of it takes more from its parent, up to its limit, as vSphere's
 * users know it ("Expandable Reservation" in vSphere Resource Management); all others refuse. Exact for whole amounts up to 2^53.
 */
public final class Reservations {
    private final double capacity;
    private final SortedMap<String, Pool> pools = new TreeMap<>();
    private final SortedMap<String, List<Pool>> children = new TreeMap<>();
    private final List<Pool> topmost = new ArrayList<>();
    private final SortedMap<String, Double> vmsByPool = new TreeMap<>();
    private double vmsOfNone;

    /**
     * One pool.
     *
     * @param parent null: the cluster itself
     * @param limit null: none
     */
    public record Pool(
            String name,
            @Nullable String parent,
            double reservation,
            boolean expandable,
            @Nullable Double limit) {}

    /**
     * What cannot be kept.
     *
     * @param pool where; null: in the cluster itself
     * @param asked how much more is asked for there; what is too much, where nothing more is asked for
     * @param free how much is left there
     * @param most how much there is at all
     */
    public record Shortfall(@Nullable String pool, double asked, double free, double most) {}

    /** A cluster that has so much to give. */
    public Reservations(double capacity, Collection<Pool> pools) {
        this.capacity = capacity;
        pools.forEach(pool -> this.pools.put(pool.name(), pool));
        for (var pool : this.pools.values()) {
            if (pool.parent() == null) {
                topmost.add(pool);
            } else {
                children.computeIfAbsent(pool.parent(), _ -> new ArrayList<>()).add(pool);
            }
        }
    }

    /** Counts what a running VM reserves in its pool; null: it is in none. */
    public void add(@Nullable String pool, double reserved) {
        if (pool == null) {
            vmsOfNone += reserved;
        } else {
            vmsByPool.merge(pool, reserved, Double::sum);
        }
    }

    /** What the pools and running VMs in this pool, or in the cluster itself (null), take of it. */
    public double used(@Nullable String pool) {
        var used = pool == null ? vmsOfNone : vmsByPool.getOrDefault(pool, 0.0);
        for (var child : pool == null ? topmost : children.getOrDefault(pool, List.of())) {
            used += Math.max(child.reservation(), used(child.name()));
        }
        return used;
    }

    /** The most that may be used; only what is expandable and has no limit may use without an end. */
    private double most(@Nullable String name) {
        var pool = name == null ? null : pools.get(name);
        if (pool == null) {
            return capacity;
        }
        if (!pool.expandable()) {
            return pool.reservation();
        }
        return pool.limit() == null ? Double.MAX_VALUE : pool.limit();
    }

    /** How much more a VM or a pool in this pool could reserve: what the pool has left, and what it can take from above. */
    public double unreserved(@Nullable String name) {
        var pool = name == null ? null : pools.get(name);
        if (pool == null) {
            return Math.max(0, capacity - used(null));
        }
        var used = used(pool.name());
        var own = Math.max(0, pool.reservation() - used);
        if (!pool.expandable()) {
            return own;
        }
        var withParent = own + unreserved(pool.parent());
        return pool.limit() == null ? withParent : Math.max(0, Math.min(withParent, pool.limit() - used));
    }

    /**
     * The first thing that cannot be kept any more, the deepest pool first. What could not be kept before and has become no worse
     * is let pass, so that an overcommitted cluster can be mended step by step.
     *
     * @param before the same cluster before the change
     */
    public Optional<Shortfall> worseThan(Reservations before) {
        return pools.values().stream()
                .sorted((a, b) -> depth(b) != depth(a)
                        ? Integer.compare(depth(b), depth(a))
                        : a.name().compareTo(b.name()))
                .map(pool -> shortfall(pool.name(), before))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> shortfall(null, before));
    }

    private Optional<Shortfall> shortfall(@Nullable String pool, Reservations before) {
        var used = used(pool);
        var most = most(pool);
        var known = pool == null || before.pools.containsKey(pool);
        var usedBefore = known ? before.used(pool) : 0;
        var mostBefore = known ? before.most(pool) : 0;
        var noWorse = known && used - most <= usedBefore - mostBefore;
        if (used <= most || noWorse) {
            return Optional.empty();
        }
        return Optional.of(
                used > usedBefore
                        ? new Shortfall(pool, used - usedBefore, Math.max(0, most - usedBefore), most)
                        : new Shortfall(pool, used, most, most));
    }

    private int depth(Pool pool) {
        var depth = 0;
        for (var at = pool; at != null; at = at.parent() == null ? null : pools.get(at.parent())) {
            depth++;
        }
        return depth;
    }
}
