package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.api.IfMatch;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.placement.ClusterLock;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.manager.resourcepool.jpa.ComputePoolStore;
import io.atoll.model.ClusterId;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, changes, moves and deletes pools. What promises more than there is is refused before it is saved. Pools of one cluster
 * are changed one after the other, and not while a VM of it is being placed.
 */
@Service
@Transactional
public class ResourcePoolService {
    private static final int MOST_POOLS = 256;
    private static final int DEEPEST = 8;
    private static final int MOST_NAMED = 5;

    private final ComputePoolStore store;
    private final LiveClusters clusters;
    private final ResourcePoolViews views;
    private final ClusterLock lock;
    private final PoolNews news;

    ResourcePoolService(
            ComputePoolStore store, LiveClusters clusters, ResourcePoolViews views, ClusterLock lock, PoolNews news) {
        this.store = store;
        this.clusters = clusters;
        this.views = views;
        this.lock = lock;
        this.news = news;
    }

    /** Ids, the time, and what is told to the event stream. */
    @Component("resourcePoolNews")
    record PoolNews(Ids ids, Clock clock, Events events, PoolRefusals refusals) {}

    public ResourcePoolId create(ClusterId cluster, NamingPatch name, PoolDraft draft) {
        lock.take(cluster);
        var before = ledger(cluster);
        var check = new InputCheck();
        var naming = name.ofNew(check);
        var blank = new ComputePool(
                new ResourcePoolId(news.ids.next()),
                naming,
                0,
                news.clock.instant(),
                cluster,
                null,
                Amounts.USUAL,
                Amounts.USUAL);
        var pool = draft.applyTo(blank, check);
        check.done();
        if (before.pools().size() >= MOST_POOLS) {
            throw new AtollException(
                    ErrorCode.LIMIT_REACHED,
                    "The cluster has %d resource pools; more are not kept."
                            .formatted(before.pools().size()),
                    Hint.of("Delete pools that have no VMs, or give VMs shares of their own."));
        }
        require(before, pool, "Resource pool %s cannot be made".formatted(pool.name()));
        ConstraintGuard.unique("resource pool", naming.name(), () -> store.insert(pool));
        publish(pool, Change.CREATED);
        return pool.id();
    }

    public void change(ClusterId cluster, ResourcePoolId id, IfMatch ifMatch, NamingPatch name, PoolDraft draft) {
        lock.take(cluster);
        var before = locked(cluster, id);
        ifMatch.require(before.revision());
        var check = new InputCheck();
        var after = draft.applyTo(before.named(name.applyTo(before.naming(), check)), check);
        check.done();
        if (!after.equals(before.named(after.naming()))) { // a new text is always welcome
            require(ledger(cluster), after, "Resource pool %s cannot be changed".formatted(after.name()));
        }
        ConstraintGuard.unique("resource pool", after.name(), () -> store.update(id.value(), _ -> after))
                .ifPresent(_ -> publish(after, Change.CHANGED));
    }

    public void delete(ClusterId cluster, ResourcePoolId id, IfMatch ifMatch) {
        lock.take(cluster);
        var pool = locked(cluster, id);
        ifMatch.require(pool.revision());
        var ledger = ledger(cluster);
        var inside = Stream.concat(
                        ledger.childrenOf(id).stream().map(child -> "pool " + child.name()),
                        ledger.membersOf(id).stream().map(vm -> "VM " + vm.name()))
                .toList();
        if (!inside.isEmpty()) {
            throw new AtollException(
                    ErrorCode.RESOURCE_POOL_IN_USE,
                    "Resource pool %s has %d pools and VMs in it: %s."
                            .formatted(pool.name(), inside.size(), named(inside)),
                    Hint.of("Move them into another pool, or out of all, and delete it then."));
        }
        news.events.publish("resource-pool", id.toString(), pool.name(), pool.revision() + 1, Change.DELETED, null);
        ConstraintGuard.unused(
                ErrorCode.RESOURCE_POOL_IN_USE, "resource pool", pool.name(), () -> store.delete(id.value()));
    }

    private static String named(List<String> inside) {
        var some = inside.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return inside.size() <= MOST_NAMED ? some : "%s and %d more".formatted(some, inside.size() - MOST_NAMED);
    }

    private PoolLedger ledger(ClusterId cluster) {
        return ClusterShares.ledger(clusters.now(cluster), store.in(cluster));
    }

    private void require(PoolLedger before, ComputePool pool, String what) {
        var parent = pool.parent();
        if (parent != null && before.pool(parent) == null) {
            throw notFound(pool.clusterId(), parent);
        }
        var after = before.with(pool);
        PoolCheck.depth(after, pool); // before anything that would go round in circles
        var deepest = after.pools().stream()
                .mapToInt(one -> PoolCheck.depth(after, one))
                .max()
                .orElse(0);
        if (deepest > DEEPEST) {
            throw new AtollException(
                    ErrorCode.LIMIT_REACHED,
                    "%s. The tree of resource pools would be %d deep; at most %d is kept."
                            .formatted(what, deepest, DEEPEST),
                    Hint.of("Put it further up."));
        }
        news.refusals.watching(pool.clusterId(), pool.name(), () -> PoolCheck.require(before, after, what));
    }

    private ComputePool locked(ClusterId cluster, ResourcePoolId id) {
        return store.lock(id.value())
                .filter(pool -> pool.clusterId().equals(cluster))
                .orElseThrow(() -> notFound(cluster, id));
    }

    public static AtollException notFound(ClusterId cluster, ResourcePoolId id) {
        return new AtollException(
                ErrorCode.RESOURCE_POOL_NOT_FOUND,
                "There is no resource pool %s in the cluster %s.".formatted(id, cluster));
    }

    private void publish(ComputePool pool, Change change) {
        views.find(pool.clusterId(), pool.id(), ResourcePoolViews.ANYBODY).ifPresent(view -> publish(view, change));
    }

    private void publish(ObjectView<?, ?> view, Change change) {
        var metadata = view.metadata();
        news.events.publish(
                "resource-pool", metadata.id().toString(), metadata.name(), metadata.revision(), change, view);
    }
}
