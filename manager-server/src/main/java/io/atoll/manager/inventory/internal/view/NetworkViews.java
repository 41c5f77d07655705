package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Network.AddressMode;
import io.atoll.manager.inventory.internal.Ipv4;
import io.atoll.manager.persistence.Row;
import io.atoll.model.NetworkId;
import io.swagger.v3.oas.annotations.media.Schema;
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

/** Networks as clients see them. */
@Component
public class NetworkViews {
    private static final String COLUMNS = """
            n.*,
            (select coalesce(json_agg(json_build_object(
            'hostId', nh.host_id, 'state', nh.state, 'detail', nh.detail) order by nh.host_id), '[]')
            from network_host nh where nh.network_id = n.id) as hosts,
            (select count(*) from network_address na where na.network_id = n.id) as addresses_used
            """;

    private static final String SELECT = "select " + COLUMNS + " from network n";

    private static final ListDefinition LIST = ListDefinition.of("networks", COLUMNS, "network n", "n.id")
            .sortable("metadata.name", "lower(n.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "n.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "n.updated_at", FieldType.TIME)
            .filterable("spec.clusterId", "n.cluster_id", FieldType.ID)
            .sortable("spec.vlan", "n.vlan", FieldType.NUMBER)
            .choice("spec.addressing", "n.addressing", AddressMode.class)
            .labels("n.labels")
            .sortedBy("metadata.name");

    private static final TypeReference<List<HostOfNetwork>> HOSTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ListQuery lists;

    NetworkViews(JdbcClient jdbc, ListQuery lists) {
        this.jdbc = jdbc;
        this.lists = lists;
    }

    /** What people want of a network. */
    public record Spec(
            UUID clusterId,
            String description,
            int vlan,
            int mtuBytes,
            @Nullable String subnetCidr,
            @Nullable String gateway,
            List<String> dnsServers,
            AddressMode addressing,
            @Nullable String rangeStart,
            @Nullable String rangeEnd,
            boolean antiSpoofing) {}

    /** What is known of it; {@code state} is the worst of its hosts. */
    public record Status(
            @Schema(allowableValues = {"READY", "APPLYING", "FAILED"})
            String state,

            List<HostOfNetwork> hosts,
            long addressesUsed,
            @Nullable Long addressesTotal) {}

    /** How the network is on one host. */
    public record HostOfNetwork(
            UUID hostId,

            @Schema(allowableValues = {"READY", "APPLYING", "FAILED"})
            String state,

            String detail) {}

    public Page<ObjectView<Spec, Status>> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<ObjectView<Spec, Status>> find(NetworkId id, Predicate<Permission> may) {
        return jdbc.sql(SELECT + " where n.id = :id")
                .param("id", id.value())
                .query((row, _) -> view(row, may))
                .optional();
    }

    static ObjectView<Spec, Status> view(ResultSet columns, Predicate<Permission> may) throws SQLException {
        var row = new Row(columns);
        var start = row.textOrNull("range_start");
        var end = row.textOrNull("range_end");
        var hosts = row.json("hosts", HOSTS);
        var spec = new Spec(
                row.uuid("cluster_id"),
                row.text("description"),
                row.integer("vlan"),
                row.integer("mtu_bytes"),
                row.textOrNull("subnet_cidr"),
                row.textOrNull("gateway"),
                row.strings("dns_servers"),
                AddressMode.valueOf(row.text("addressing")),
                start,
                end,
                row.flag("anti_spoofing"));
        var status = new Status(
                worst(hosts), hosts, row.bigint("addresses_used"), total(start, end, row.textOrNull("gateway")));
        return new ObjectView<>(ClusterViews.metadata(row), spec, status, InventoryAction.editable(true, may));
    }

    private static String worst(List<HostOfNetwork> hosts) {
        for (var state : List.of("FAILED", "APPLYING")) {
            if (hosts.stream().anyMatch(host -> host.state().equals(state))) {
                return state;
            }
        }
        return "READY";
    }

    private static @Nullable Long total(@Nullable String start, @Nullable String end, @Nullable String gateway) {
        if (start == null || end == null) {
            return null;
        }
        var first = Ipv4.parse(start).orElseThrow();
        var last = Ipv4.parse(end).orElseThrow();
        var excluded = Optional.ofNullable(gateway)
                .flatMap(Ipv4::parse)
                .filter(router -> first.compareTo(router) <= 0 && router.compareTo(last) <= 0);
        return (long) last.bits() - first.bits() + (excluded.isPresent() ? 0 : 1);
    }
}
