package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.api.Metadata;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.VmCensus.Load;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Clusters as clients see them. */
@Component
public class ClusterViews {
    private static final String COLUMNS = """
            c.*,
            (select count(*) from host h where h.cluster_id = c.id) as host_count,
            (select coalesce(sum(h.memory_mib), 0) from host h
            where h.cluster_id = c.id and h.state = 'READY') as memory_capacity_mib
            """;

    private static final String SELECT = "select " + COLUMNS + " from cluster c";

    private static final ListDefinition LIST = ListDefinition.of("clusters", COLUMNS, "cluster c", "c.id")
            .sortable("metadata.name", "lower(c.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "c.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "c.updated_at", FieldType.TIME)
            .filterable("spec.ha.enabled", "c.ha_enabled", FieldType.BOOLEAN)
            .labels("c.labels")
            .sortedBy("metadata.name");

    private final JdbcClient jdbc;
    private final ListQuery lists;
    private final Inventory inventory;
    private final VmCensus census;

    ClusterViews(JdbcClient jdbc, ListQuery lists, Inventory inventory, VmCensus census) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.inventory = inventory;
        this.census = census;
    }

    /** What people want of a cluster. */
    public record Spec(String description, String cpuBaseline, double cpuOvercommitRatio, ClusterHaView ha) {}

    /** What is known of it. */
    public record Status(int hostCount, int vmCount, String effectiveCpuBaseline, Memory memoryMiB) {}

    /** Memory of the READY hosts, and how much of it is promised. */
    public record Memory(long capacity, long committed) {}

    public Page<ObjectView<Spec, Status>> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<ObjectView<Spec, Status>> find(ClusterId id, Predicate<Permission> may) {
        return jdbc.sql(SELECT + " where c.id = :id")
                .param("id", id.value())
                .query((row, _) -> view(row, may))
                .optional();
    }

    ObjectView<Spec, Status> view(ResultSet columns, Predicate<Permission> may) throws SQLException {
        var row = new Row(columns);
        var spec = new Spec(
                row.text("description"),
                row.text("cpu_baseline"),
                columns.getDouble("cpu_overcommit_ratio"),
                ClusterHaView.of(row));
        int hostCount = row.integer("host_count");
        var status = status(row.uuid("id"), hostCount, row.bigint("memory_capacity_mib"));
        return new ObjectView<>(
                metadata(row), spec, status, InventoryAction.editable(hostCount == 0 && status.vmCount() == 0, may));
    }

    private Status status(UUID id, int hostCount, long capacityMiB) {
        var cluster = new ClusterId(id);
        var committedMiB = census.loadByHost(cluster).values().stream()
                .mapToLong(Load::memoryMiB)
                .sum();
        var baseline = inventory
                .cluster(cluster)
                .map(inventory::effectiveBaseline)
                .map(Object::toString)
                .orElse(Cluster.AUTO);
        return new Status(hostCount, census.countIn(cluster), baseline, new Memory(capacityMiB, committedMiB));
    }

    /** The columns every named object has. */
    static Metadata metadata(Row row) throws SQLException {
        return new Metadata(
                row.uuid("id"),
                row.text("name"),
                row.labels("labels"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }
}
