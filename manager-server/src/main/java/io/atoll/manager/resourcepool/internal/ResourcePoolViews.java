package io.atoll.manager.resourcepool.internal;

import io.atoll.drs.pool.Reservations;
import io.atoll.manager.api.Metadata;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.LiveClusters;
import io.atoll.manager.resourcepool.PoolStandings;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.manager.resourcepool.internal.ComputePool.Level;
import io.atoll.manager.resourcepool.internal.PoolLedger.Member;
import io.atoll.manager.resourcepool.jpa.ComputePoolStore;
import io.atoll.model.ClusterId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Pools as clients see them: what was wanted, what of it is taken, and what they are entitled to now. */
@Component
public class ResourcePoolViews implements PoolStandings {
    /** For the event stream, which serves all callers at once. */
    static final Predicate<Permission> ANYBODY = _ -> true;

    private static final String COLUMNS = "r.*";

    private static final ListDefinition LIST = ListDefinition.of("resource-pools", COLUMNS, "resource_pool r", "r.id")
            .sortable("metadata.name", "lower(r.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "r.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "r.updated_at", FieldType.TIME)
            .filterable("spec.parentId", "r.parent_id", FieldType.ID)
            .labels("r.labels")
            .sortedBy("metadata.name");

    private final JdbcClient jdbc;
    private final ListQuery lists;
    private final LiveClusters clusters;
    private final ComputePoolStore store;

    ResourcePoolViews(JdbcClient jdbc, ListQuery lists, LiveClusters clusters, ComputePoolStore store) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.clusters = clusters;
        this.store = store;
    }

    /**
     * What people want. A core counts as 1000 MHz.
     *
     * @param parentId null: the cluster itself
     * @param cpuLimitMHz null: no limit
     * @param memoryLimitMiB null: no limit
     */
    public record Spec(
            UUID clusterId,
            String description,
            @Nullable UUID parentId,
            long cpuReservationMHz,
            @Nullable Long cpuLimitMHz,
            int cpuShares,
            Level cpuSharesLevel,
            boolean cpuExpandable,
            long memoryReservationMiB,
            @Nullable Long memoryLimitMiB,
            int memoryShares,
            Level memorySharesLevel,
            boolean memoryExpandable) {}

    /**
     * How a pool stands.
     *
     * @param path the names of the pools it is part of, the topmost first
     * @param vmCount of VMs in it directly
     * @param overcommitted whether more is reserved in it than it has, as after hosts were lost
     */
    public record Status(
            List<String> path,
            int childCount,
            int vmCount,
            int runningVmCount,
            Cpu cpu,
            Memory memory,
            boolean overcommitted) {
        public Status {
            path = List.copyOf(path);
        }
    }

    /**
     * Processing power, in MHz.
     *
     * @param reservedMHz what pools and running VMs in it reserve of it
     * @param unreservedMHz what more could be reserved in it
     * @param usedMHz what its running VMs use, those of pools in it included
     * @param entitledMHz what they may count on now
     */
    public record Cpu(long reservedMHz, long unreservedMHz, long usedMHz, long entitledMHz) {}

    /**
     * Memory, in MiB.
     *
     * @param reservedMiB what pools and running VMs in it reserve of it
     * @param unreservedMiB what more could be reserved in it
     * @param usedMiB what its running VMs are configured with, those of pools in it included
     * @param entitledMiB what they may count on now
     */
    public record Memory(long reservedMiB, long unreservedMiB, long usedMiB, long entitledMiB) {}

    /**
     * The root of the tree: the cluster.
     *
     * @param cpuMHz what the hosts have that take VMs
     * @param memoryMiB the same of memory
     */
    public record Whole(
            long cpuMHz, long memoryMiB, int poolCount, int vmCount, Cpu cpu, Memory memory, boolean overcommitted) {}

    /** What is read in one look is of one moment. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Page<ObjectView<Spec, Status>> list(ClusterId cluster, PageRequest page, Predicate<Permission> may) {
        var look = new Look(shares(cluster));
        return lists.page(
                LIST,
                page,
                "r.cluster_id = :cluster",
                Map.of("cluster", cluster.value()),
                (row, _) -> look.view(new Row(row), may));
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<ObjectView<Spec, Status>> find(ClusterId cluster, ResourcePoolId id, Predicate<Permission> may) {
        var look = new Look(shares(cluster));
        return jdbc.sql("select " + COLUMNS + " from resource_pool r where r.id = :id and r.cluster_id = :cluster")
                .param("id", id.value())
                .param("cluster", cluster.value())
                .query((row, _) -> look.view(new Row(row), may))
                .optional();
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Whole whole(ClusterId cluster) {
        return new Look(shares(cluster)).whole();
    }

    @Override
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<String> overcommitted(ClusterId cluster) {
        return new Look(shares(cluster)).overcommitted();
    }

    private ClusterShares shares(ClusterId cluster) {
        return ClusterShares.now(clusters.now(cluster), store.in(cluster));
    }

    /** One moment, from which the figures of all pools are taken. */
    private static final class Look {
        private final ClusterShares shares;
        private final PoolLedger ledger;
        private final Reservations cpu;
        private final Reservations memory;

        Look(ClusterShares shares) {
            this.shares = shares;
            ledger = shares.ledger();
            cpu = ledger.cpu();
            memory = ledger.memory();
        }

        ObjectView<Spec, Status> view(Row row, Predicate<Permission> may) throws SQLException {
            var metadata = new Metadata(
                    row.uuid("id"),
                    row.text("name"),
                    row.labels("labels"),
                    row.bigint("revision"),
                    row.instant("created_at"),
                    row.instant("updated_at"));
            var pool = ledger.pool(new ResourcePoolId(metadata.id()));
            if (pool == null) {
                throw new IllegalStateException("What is read in one transaction is of one moment.");
            }
            return new ObjectView<>(
                    metadata,
                    spec(pool),
                    status(pool),
                    may.test(Permission.INVENTORY_WRITE) ? List.of("edit", "delete") : List.of());
        }

        private static Spec spec(ComputePool pool) {
            var parent = pool.parent();
            return new Spec(
                    pool.clusterId().value(),
                    pool.naming().description(),
                    parent == null ? null : parent.value(),
                    pool.cpu().reservation(),
                    pool.cpu().limit(),
                    pool.cpu().shares(),
                    Level.of(pool.cpu().shares()),
                    pool.cpu().expandable(),
                    pool.memory().reservation(),
                    pool.memory().limit(),
                    pool.memory().shares(),
                    Level.of(pool.memory().shares()),
                    pool.memory().expandable());
        }

        private Status status(ComputePool pool) {
            var id = pool.id();
            var key = id.toString();
            var members = ledger.membersOf(id);
            return new Status(
                    ledger.upwards(pool.parent()).reversed().stream()
                            .map(ComputePool::name)
                            .toList(),
                    ledger.childrenOf(id).size(),
                    members.size(),
                    running(members),
                    new Cpu(
                            (long) cpu.used(key),
                            (long) cpu.unreserved(key),
                            Math.round(shares.usedMhz(id)),
                            Math.round(shares.cpuMhz(id))),
                    new Memory(
                            (long) memory.used(key),
                            (long) memory.unreserved(key),
                            ledger.heldMib(id),
                            Math.round(shares.memoryMib(id))),
                    isOver(pool));
        }

        private boolean isOver(ComputePool pool) {
            var key = pool.id().toString();
            return isOver(pool.cpu(), cpu.used(key)) || isOver(pool.memory(), memory.used(key));
        }

        List<String> overcommitted() {
            var sentences = new ArrayList<String>();
            var whole = whole();
            if (whole.overcommitted) {
                sentences.add("The cluster's hosts have %d MHz and %d MiB; %d MHz and %d MiB are reserved, %d MiB held."
                        .formatted(
                                whole.cpuMHz,
                                whole.memoryMiB,
                                whole.cpu.reservedMHz,
                                whole.memory.reservedMiB,
                                ledger.keptMib()));
            }
            ledger.pools().stream()
                    .filter(this::isOver)
                    .map(pool -> "Pool %s: %d MHz and %d MiB are reserved in it, more than it has."
                            .formatted(pool.name(), (long) cpu.used(pool.id().toString()), (long)
                                    memory.used(pool.id().toString())))
                    .forEach(sentences::add);
            return List.copyOf(sentences);
        }

        private static boolean isOver(Amounts amounts, double used) {
            var limit = amounts.limit();
            return (!amounts.expandable() && used > amounts.reservation()) || (limit != null && used > limit);
        }

        private static int running(Collection<Member> members) {
            return (int) members.stream().filter(Member::running).count();
        }

        Whole whole() {
            var capacity = ledger.capacity();
            var vms = ledger.vms();
            var held = vms.stream()
                    .filter(Member::running)
                    .mapToLong(vm -> vm.memory().value())
                    .sum();
            return new Whole(
                    capacity.cpuMhz(),
                    capacity.memoryMib(),
                    ledger.pools().size(),
                    vms.size(),
                    new Cpu(
                            (long) cpu.used(null),
                            (long) cpu.unreserved(null),
                            Math.round(shares.usedMhz()),
                            Math.round(shares.allMhz())),
                    new Memory((long) memory.used(null), (long) memory.unreserved(null), held, held),
                    cpu.used(null) > capacity.cpuMhz() || ledger.keptMib() > capacity.memoryMib());
        }
    }
}
