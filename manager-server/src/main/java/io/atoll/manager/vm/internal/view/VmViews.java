package io.atoll.manager.vm.internal.view;

import io.atoll.manager.api.Metadata;
import io.atoll.manager.api.ObjectView;
import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.api.list.FieldType;
import io.atoll.manager.api.list.ListDefinition;
import io.atoll.manager.api.list.ListQuery;
import io.atoll.manager.cluster.LeaderSight;
import io.atoll.manager.cluster.LeaderSight.Leaderless;
import io.atoll.manager.ha.HaColumns;
import io.atoll.manager.ha.HaIntent.HealthPolicy;
import io.atoll.manager.ha.HaIntent.IsolationPolicy;
import io.atoll.manager.ha.HaIntent.Priority;
import io.atoll.manager.ha.HaIntent.StorageLossPolicy;
import io.atoll.manager.ha.HaStatus;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.metrics.LiveSamples.VmSample;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.placement.PlacementReport;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.GuestFacts;
import io.atoll.manager.vm.internal.VmAction;
import io.atoll.manager.vm.internal.VmHardware;
import io.atoll.manager.vm.internal.VmResourceColumns;
import io.atoll.manager.vm.internal.VmStatus.Condition;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.manager.vm.internal.ha.ProtectionVerdict;
import io.atoll.manager.vm.internal.view.VmView.CloudInit;
import io.atoll.manager.vm.internal.view.VmView.DiskView;
import io.atoll.manager.vm.internal.view.VmView.Ha;
import io.atoll.manager.vm.internal.view.VmView.NicView;
import io.atoll.manager.vm.internal.view.VmView.Resources;
import io.atoll.manager.vm.internal.view.VmView.Snapshots;
import io.atoll.manager.vm.internal.view.VmView.Spec;
import io.atoll.manager.vm.internal.view.VmView.Status;
import io.atoll.manager.vm.internal.view.VmView.User;
import io.atoll.model.CpuBaseline;
import io.atoll.model.VmId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** VMs as clients see them. */
@Component
public class VmViews {
    /** The columns of a VM, disks and cards included, so that a page is one query. */
    private static final String COLUMNS = """
            v.*, (select count(*)::int from vm_snapshot s where s.vm_id = v.id) as snapshot_count, h.name as host_name, %s as ha_state, %s as ha_reasons,
            (select coalesce(json_agg(json_build_object(
                        'index', d.disk_index, 'poolId', d.pool_id, 'sizeGiB', d.size_gib,
                        'iopsLimit', d.operations_per_second_limit,
                        'bytesPerSecondLimit', d.bytes_per_second_limit) order by d.disk_index), '[]')
               from vm_disk d where d.vm_id = v.id) as disks,
            (select coalesce(json_agg(json_build_object(
                        'index', n.nic_index, 'networkId', n.network_id, 'mac', n.mac::text, 'address', host(n.address))
                        order by n.nic_index), '[]')
               from vm_nic n where n.vm_id = v.id) as nics
            """.formatted(HaColumns.STATE, HaColumns.REASONS);

    /** What the columns are selected from. */
    private static final String FROM =
            "vm v left join host h on h.id = v.host_id left join vm_protection p on p.vm_id = v.id";

    /** For the event stream, which drops for each subscriber what that one may not do. */
    public static final Predicate<VmAction> ANYBODY = _ -> true;

    private static final TypeReference<List<HaStatus.Reason>> REASONS = new TypeReference<>() {};
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};
    private static final TypeReference<List<DiskView>> DISKS = new TypeReference<>() {};
    private static final TypeReference<List<NicView>> NICS = new TypeReference<>() {};
    private static final TypeReference<List<Condition>> CONDITIONS = new TypeReference<>() {};

    private static final ListDefinition LIST = ListDefinition.of("vms", COLUMNS, FROM, "v.id")
            .sortable("metadata.name", "lower(v.name)", FieldType.TEXT)
            .sortable("metadata.createdAt", "v.created_at", FieldType.TIME)
            .sortable("metadata.updatedAt", "v.updated_at", FieldType.TIME)
            .choice("status.powerState", "v.power_state", VmPowerState.class)
            .sortable("spec.vcpuCount", "v.vcpu_count", FieldType.NUMBER)
            .sortable("spec.memoryMiB", "v.memory_mib", FieldType.NUMBER)
            .sortable("status.hostName", "coalesce(h.name, '')", FieldType.TEXT)
            .filterable("spec.clusterId", "v.cluster_id", FieldType.ID)
            .filterable("spec.imageId", "v.image_id", FieldType.ID)
            .filterable("spec.poolId", "v.pool_id", FieldType.ID)
            .filterable("spec.resourcePoolId", "v.resource_pool_id", FieldType.ID)
            .filterable("spec.ha.protected", "v.ha_protected", FieldType.BOOLEAN)
            .choice("spec.ha.priority", "v.ha_priority", Priority.class)
            .filterable("spec.description", "v.description", FieldType.TEXT)
            .choice("status.ha.state", HaColumns.STATE, HaStatus.State.class)
            .filterable("status.hostId", "v.host_id", FieldType.ID)
            .labels("v.labels")
            .sortedBy("metadata.name");

    private final JdbcClient jdbc;
    private final ListQuery lists;
    private final LiveSamples samples;
    private final LeaderSight leaders;

    VmViews(JdbcClient jdbc, ListQuery lists, LiveSamples samples, LeaderSight leaders) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.samples = samples;
        this.leaders = leaders;
    }

    public Page<ObjectView<Spec, Status>> list(PageRequest page, Predicate<VmAction> may) {
        return lists.page(LIST, page, (row, _) -> view(row, may));
    }

    public Optional<ObjectView<Spec, Status>> find(VmId id, Predicate<VmAction> may) {
        return jdbc.sql("select " + COLUMNS + " from " + FROM + " where v.id = :id")
                .param("id", id.value())
                .query((row, _) -> view(row, may))
                .optional();
    }

    private ObjectView<Spec, Status> view(ResultSet columns, Predicate<VmAction> may) throws SQLException {
        var row = new Row(columns);
        var metadata = new Metadata(
                row.uuid("id"),
                row.text("name"),
                row.labels("labels"),
                row.bigint("revision"),
                row.instant("created_at"),
                row.instant("updated_at"));
        var stored = VmPowerState.valueOf(row.text("power_state"));
        var status = status(row, stored, leaders.leaderless());
        var conflict = status.conditions().stream().anyMatch(c -> c.code().equals(Condition.CONFLICT));
        // Asked for, an action is judged by what is stored, and waits for a leader.
        return new ObjectView<>(
                metadata, spec(row), status, VmAction.allowed(stored, status.activeTaskId() != null, conflict, may));
    }

    private static Spec spec(Row row) throws SQLException {
        return new Spec(
                row.uuid("cluster_id"),
                row.text("description"),
                row.integer("vcpu_count"),
                row.bigint("memory_mib"),
                row.uuidOrNull("image_id"),
                row.uuid("pool_id"),
                ha(row),
                cloudInit(row.jsonOrNull("cloud_init", CloudInitSettings.class)),
                row.uuidOrNull("resource_pool_id"),
                resources(row),
                row.json("disks", DISKS),
                row.json("nics", NICS),
                Objects.requireNonNullElse(row.jsonOrNull("hardware", VmHardware.class), VmHardware.USUAL));
    }

    private static Resources resources(Row row) throws SQLException {
        var wanted = VmResourceColumns.read(row);
        return new Resources(
                wanted.cpuReservationMhz(),
                wanted.cpuLimitMhz(),
                wanted.sharesOf(row.integer("vcpu_count")),
                wanted.memoryReservationMib());
    }

    private static Ha ha(Row row) throws SQLException {
        return new Ha(
                row.flag("ha_protected"),
                Priority.valueOf(row.text("ha_priority")),
                row.json("ha_restart_after", IDS),
                IsolationPolicy.valueOf(row.text("ha_isolation_policy")),
                StorageLossPolicy.valueOf(row.text("ha_storage_loss_policy")),
                HealthPolicy.valueOf(row.text("ha_health_policy")));
    }

    /** While no manager leads, nobody knows what became of a VM that ran: it is neither running nor stopped, and not protected. */
    private Status status(Row row, VmPowerState stored, Optional<Leaderless> leaderless) throws SQLException {
        var unknown = leaderless.filter(_ -> stored.occupiesHost());
        var sample = samples.vm(new VmId(row.uuid("id")));
        var cpu = Optional.ofNullable(row.textOrNull("cpu_model")).map(CpuBaseline::read);
        return new Status(
                unknown.isPresent() ? VmPowerState.UNKNOWN : stored,
                unknown.isPresent() ? unknown.get().textOf(stored) : row.text("power_state_detail"),
                unknown.isPresent() ? unknown.get().since() : row.instant("power_state_since"),
                row.uuidOrNull("host_id"),
                row.textOrNull("host_name"),
                row.uuidOrNull("last_host_id"),
                row.bigint("epoch"),
                cpu.map(CpuBaseline::name).orElse(null),
                cpu.map(known -> List.copyOf(known.features().names())).orElse(List.of()),
                row.strings("guest_addresses"),
                unknown.isEmpty() && row.flag("guest_agent"),
                row.jsonOrNull("guest_facts", GuestFacts.class),
                sample.map(VmSample::cpuUsedMillicores).orElse(null),
                sample.map(VmSample::memoryResidentMiB).orElse(null),
                sample.map(VmSample::at).orElse(null),
                row.uuidOrNull("active_task_id"),
                row.json("conditions", CONDITIONS),
                placement(row),
                protection(row, stored, leaderless),
                new Snapshots(
                        row.integer("snapshot_count"),
                        row.integer("chain_depth"),
                        row.bigint("merge_debt_bytes"),
                        row.uuidOrNull("current_snapshot_id")));
    }

    /** A decision for another host than the one where the VM is now explains nothing: it is about to move, or has been moved. */
    private static @Nullable PlacementReport placement(Row row) throws SQLException {
        var report = row.jsonOrNull("placement", PlacementReport.class);
        var host = row.uuidOrNull("host_id");
        return report == null || host == null || host.equals(report.hostId()) ? report : null;
    }

    /** The verdict is given once a second: where the VM's state has gone ahead of it, what that rules out is not shown. */
    private static HaStatus protection(Row row, VmPowerState power, Optional<Leaderless> leaderless)
            throws SQLException {
        var state = HaStatus.State.valueOf(row.text("ha_state"));
        var stored = new HaStatus(state, row.json("ha_reasons", REASONS));
        var unsure = ProtectionVerdict.unsure(power);
        return switch (state) {
            case OFF, NOT_RUNNING -> stored;
            case PROTECTED, UNPROTECTED, RESTARTING ->
                leaderless
                        .map(why -> new HaStatus(
                                HaStatus.State.UNPROTECTED,
                                List.of(new HaStatus.Reason("NO_MANAGER_LEADS", why.textOf(state)))))
                        .orElse(
                                state == HaStatus.State.PROTECTED && unsure.isPresent()
                                        ? new HaStatus(HaStatus.State.UNPROTECTED, List.of(unsure.get()))
                                        : stored);
        };
    }

    private static @Nullable CloudInit cloudInit(@Nullable CloudInitSettings settings) {
        if (settings == null) {
            return null;
        }
        var own = settings.userData();
        return new CloudInit(
                settings.hostname(),
                settings.users().stream()
                        .map(user -> new User(user.name(), user.sshKeys(), user.passwordHash() != null))
                        .toList(),
                own == null ? 0 : own.getBytes(StandardCharsets.UTF_8).length);
    }
}
