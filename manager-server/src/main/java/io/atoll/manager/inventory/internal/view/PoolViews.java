package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.persistence.Row;
import io.atoll.model.PoolId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Storage pools as clients see them. */
@Component
public class PoolViews {
    private static final String COLUMNS = """
            p.*,
            (select coalesce(json_agg(json_build_object(
            'hostId', ph.host_id, 'reachable', ph.reachable, 'detail', ph.detail)
            order by ph.host_id), '[]')
            from pool_host ph where ph.pool_id = p.id) as hosts
            """;

    private static final String SELECT = "select " + COLUMNS + " from pool p";

    private static final ListDefinition LIST = ListDefinition.of("pools", COLUMNS, "pool p", "p.id")
            .sortable("metadata.name", "lower(p.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "p.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "p.updated_at", FieldType.TIME)
            .filterable("spec.clusterId", "p.cluster_id", FieldType.ID)
            .choice("status.state", "p.state", Pool.State.class)
            .filterable("spec.path", "p.path", FieldType.TEXT)
            .labels("p.labels")
            .sortedBy("metadata.name");

    private static final TypeReference<List<HostOfPool>> HOSTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ListQuery lists;

    PoolViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /** What people want of a pool. */
    public record Spec(UUID clusterId, String description, Pool.Type type, String path) {}

    /** What is known of it. */
    public record Status(
            Pool.State state,
            String stateDetail,
            @Nullable Long capacityBytes,
            @Nullable Long usedBytes,
            List<HostOfPool> hosts) {}

    /** How the pool is on one host. */
    public record HostOfPool(UUID hostId, boolean reachable, String detail) {}

    public Page<ObjectView<Spec, Status>> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<ObjectView<Spec, Status>> find(PoolId id, Predicate<Permission> may) {
        return jdbc.sql(SELECT + " where p.id = :id")
                .param("id", id.value())
                .query((row, _) -> view(row, may))
                .optional();
    }

    static ObjectView<Spec, Status> view(ResultSet columns, Predicate<Permission> may) throws SQLException {
        var row = new Row(columns);
        var state = Pool.State.valueOf(row.text("state"));
        return new ObjectView<>(
                ClusterViews.metadata(row),
                new Spec(
                        row.uuid("cluster_id"),
                        row.text("description"),
                        Pool.Type.valueOf(row.text("type")),
                        row.text("path")),
                new Status(
                        state,
                        row.text("state_detail"),
                        row.bigintOrNull("capacity_bytes"),
                        row.bigintOrNull("used_bytes"),
                        row.json("hosts", HOSTS)),
                InventoryAction.editable(state == Pool.State.READY || state == Pool.State.FAILED, may));
    }
}
