package io.atoll.manager.inventory.internal.view;

import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.cluster.LeaderSight.Leaderless;
import io.atoll.manager.identity.Permission;
import io.atoll.manager.inventory.Host.SelfCheck;
import io.atoll.manager.inventory.HostDeaths;
import io.atoll.manager.inventory.HostHa;
import io.atoll.manager.inventory.HostMaintenance;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.HostPowerSaving;
import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.inventory.VmCensus.Load;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.metrics.LiveSamples.HostSample;
import io.atoll.manager.persistence.Row;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Hosts as clients see them. */
@Component
public class HostViews {
    private static final String COLUMNS = """
            h.*,
            (select coalesce(json_agg(json_build_object(
            'poolId', ph.pool_id, 'reachable', ph.reachable, 'detail', ph.detail)
            order by ph.pool_id), '[]')
            from pool_host ph where ph.host_id = h.id) as pools,
            (select json_build_object('id', m.id, 'state', m.state, 'since', m.state_since, 'paused', m.paused,
            'attention', m.attention, 'safeToPowerOff', m.safe_at is not null, 'note', m.note,
            'requestedBy', m.requested_by)
            from host_maintenance m where m.host_id = h.id and m.ended_at is null) as maintenance,
            (select json_build_object('state', d.state, 'since', d.state_since, 'reason', d.reason)
            from dpm_host d where d.host_id = h.id) as power_saving
            """;

    private static final String SELECT = "select " + COLUMNS + " from host h";

    private static final ListDefinition LIST = ListDefinition.of("hosts", COLUMNS, "host h", "h.id")
            .sortable("metadata.name", "lower(h.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "h.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "h.updated_at", FieldType.TIME)
            .filterable("spec.clusterId", "h.cluster_id", FieldType.ID)
            .choice("status.state", "h.state", HostPhase.class)
            .sortable("status.memoryMiB", "h.memory_mib", FieldType.NUMBER)
            .sortable("status.cpuCount", "h.cpu_count", FieldType.NUMBER)
            .filterable("status.ha.capable", "(h.ha ->> 'capable')::boolean", FieldType.BOOLEAN)
            .filterable(
                    "status.maintenance.state",
                    "(select m.state from host_maintenance m where m.host_id = h.id and m.ended_at is null)",
                    FieldType.TEXT)
            .filterable(
                    "status.powerSaving.state",
                    "(select d.state from dpm_host d where d.host_id = h.id)",
                    FieldType.TEXT)
            .filterable("status.accelerator", "h.accelerator", FieldType.TEXT)
            .filterable("status.agentVersion", "h.agent_version", FieldType.TEXT)
            .filterable("status.qemuVersion", "h.qemu_version", FieldType.TEXT)
            .filterable("status.address", "h.address", FieldType.TEXT)
            .labels("h.labels")
            .sortedBy("metadata.name");

    private static final TypeReference<List<SelfCheck>> CHECKS = new TypeReference<>() {};
    private static final TypeReference<List<PoolAtHost>> POOLS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ListQuery lists;
    private final VmCensus census;
    private final LiveSamples samples;
    private final LeaderSight leaders;
    /** Asked late: whoever fills it reads the inventory itself. */
    private final ObjectProvider<HostDeaths> deaths;

    HostViews(
            JdbcClient jdbc,
            ListQuery lists,
            VmCensus census,
            LiveSamples samples,
            LeaderSight leaders,
            ObjectProvider<HostDeaths> deaths) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.census = census;
        this.samples = samples;
        this.leaders = leaders;
        this.deaths = deaths;
    }

    /** What people want of a host. */
    public record Spec(UUID clusterId, String description) {}

    /** What is known of it. {@code state} is the name of a {@link HostPhase}. */
    public record Status(
            HostPhase state,
            String stateReason,
            Instant since,
            String address,
            int port,
            String agentVersion,
            String qemuVersion,
            String accelerator,
            String acceleratorReason,
            int cpuCount,
            String cpuModel,
            long memoryMiB,
            @Nullable Long memoryUsedMiB,
            @Nullable Long cpuUsedMillicores,
            int vmCount,
            List<SelfCheck> checks,
            List<PoolAtHost> pools,
            String networkMode,
            @Nullable CertificateView certificate,
            @Nullable Instant lastSeenAt,
            @Nullable Long clockSkewMs,
            List<String> warnings,
            @Nullable HostHa ha,
            @Nullable HostMaintenance maintenance,
            @Nullable HostPowerSaving powerSaving,
            List<String> guestCpuModels,
            List<String> capabilities) {}

    /** How a pool is on the host. */
    public record PoolAtHost(UUID poolId, boolean reachable, String detail) {}

    /** The host's current certificate. */
    public record CertificateView(String serial, Instant notAfter) {}

    public Page<ObjectView<Spec, Status>> list(PageRequest page, Predicate<Permission> may) {
        return lists.page(LIST, page, mapper(may));
    }

    public Optional<ObjectView<Spec, Status>> find(HostId id, Predicate<Permission> may) {
        return jdbc.sql(SELECT + " where h.id = :id")
                .param("id", id.value())
                .query(mapper(may))
                .optional();
    }

    /** Reads a page: the VMs are counted once for each cluster on it, not once for each host. */
    RowMapper<ObjectView<Spec, Status>> mapper(Predicate<Permission> may) {
        var loads = new HashMap<UUID, Map<HostId, Load>>();
        return (columns, _) -> {
            var clusterId = columns.getObject("cluster_id", UUID.class);
            var host = new HostId(columns.getObject("id", UUID.class));
            var load = loads.computeIfAbsent(clusterId, id -> census.loadByHost(new ClusterId(id)))
                    .getOrDefault(host, Load.NONE);
            return view(columns, load.vmCount(), samples.host(host), mayBeDead(columns, host, may), may);
        };
    }

    /** Asked of few: who answers is alive. */
    private boolean mayBeDead(ResultSet columns, HostId host, Predicate<Permission> may) throws SQLException {
        var phase = HostPhase.valueOf(columns.getString("state"));
        return phase != HostPhase.READY
                && phase != HostPhase.CONNECTING
                && may.test(Permission.HOST_ENROL)
                && deaths.getObject().mayBeConfirmed(host);
    }

    /** How the host stands now: as it is stored, or unknown while no manager leads, since nobody would notice a change. */
    private record Standing(
            HostPhase phase,
            String reason,
            Instant since,
            @Nullable HostHa ha) {
        static Standing of(Row row, Optional<Leaderless> leaderless) throws SQLException {
            var stored = new Standing(
                    HostPhase.valueOf(row.text("state")),
                    row.text("state_reason"),
                    row.instant("state_since"),
                    row.jsonOrNull("ha", HostHa.class));
            // What people decided stays true whoever leads.
            return leaderless
                    .filter(_ -> stored.phase != HostPhase.REVOKED)
                    .map(stored::unknown)
                    .orElse(stored);
        }

        private Standing unknown(Leaderless why) {
            var reason = new HostHa.Reason("NO_MANAGER_LEADS", why.text());
            return new Standing(
                    HostPhase.UNKNOWN, why.textOf(phase), why.since(), ha == null ? null : ha.unknown(reason));
        }
    }

    private ObjectView<Spec, Status> view(
            ResultSet columns, int vmCount, Optional<HostSample> sample, boolean mayBeDead, Predicate<Permission> may)
            throws SQLException {
        var row = new Row(columns);
        var phase = HostPhase.valueOf(row.text("state"));
        var serial = row.textOrNull("certificate_serial");
        var until = row.instantOrNull("certificate_until");
        var standing = Standing.of(row, leaders.leaderless());
        var inHand = new InventoryAction.InHand(
                row.jsonOrNull("maintenance", HostMaintenance.class),
                row.jsonOrNull("power_saving", HostPowerSaving.class));
        var status = new Status(
                standing.phase,
                standing.reason,
                standing.since,
                row.text("address"),
                row.integer("port"),
                row.text("agent_version"),
                row.text("qemu_version"),
                row.text("accelerator"),
                row.text("accelerator_reason"),
                row.integer("cpu_count"),
                row.text("cpu_model"),
                row.bigint("memory_mib"),
                sample.map(HostSample::memoryUsedMiB).orElse(null),
                sample.flatMap(known -> Optional.ofNullable(known.cpuUsedMillicores()))
                        .orElse(null),
                vmCount,
                row.json("checks", CHECKS),
                row.json("pools", POOLS),
                row.text("network_mode"),
                serial == null || until == null ? null : new CertificateView(serial, until),
                sample.map(HostSample::at).orElse(row.instantOrNull("last_seen_at")),
                row.bigintOrNull("clock_skew_ms"),
                row.strings("warnings"),
                standing.ha,
                inHand.maintenance(),
                inHand.saving(),
                row.strings("guest_cpu_models"),
                row.strings("capabilities"));
        var removable = vmCount == 0 || (phase != HostPhase.READY && phase != HostPhase.CONNECTING);
        return new ObjectView<>(
                ClusterViews.metadata(row),
                new Spec(row.uuid("cluster_id"), row.text("description")),
                status,
                InventoryAction.ofHost(phase, removable, mayBeDead, inHand, may));
    }
}
