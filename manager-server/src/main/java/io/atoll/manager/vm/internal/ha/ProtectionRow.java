package io.atoll.manager.vm.internal.ha;

import io.atoll.ha.zk.facts.Protection;
import io.atoll.ha.zk.facts.Protection.HealthPolicy;
import io.atoll.ha.zk.facts.Protection.IsolationPolicy;
import io.atoll.ha.zk.facts.Protection.Policies;
import io.atoll.ha.zk.facts.Protection.Priority;
import io.atoll.ha.zk.facts.Protection.StorageLossPolicy;
import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaStatus;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the database says of a VM's protection, in one row.
 *
 * @param writtenSha256 of the spec beside the disks; null where none was written since that is kept
 * @param specCurrent whether that is the newest one
 * @param verdict the last one; empty: none was ever given
 */
record ProtectionRow(
        VmId vm,
        ClusterId cluster,
        String name,
        Run run,
        boolean wanted,
        Settings settings,
        Sizes sizes,
        @Nullable String writtenSha256,
        boolean specCurrent,
        Recorded recorded,
        Optional<HaStatus> verdict) {
    /** What is selected; {@code v} is the VM, {@code c} its cluster, {@code p} its protection. */
    static final String SELECT = """
            select v.id, v.cluster_id, v.name, v.host_id, v.power_state, v.epoch, v.pool_id, v.memory_mib, v.vcpu_count,
                   v.ha_protected, v.ha_priority, v.ha_isolation_policy, v.ha_storage_loss_policy, v.ha_health_policy,
                   v.conditions @> '[{"code": "HA_RESTARTING"}]' as restarting,
                   v.active_task_id is not null as busy,
                   c.ha_enabled, c.ha_armed, p.written_sha256, p.record, coalesce(p.record_confirmed, false) as confirmed,
                   p.state as verdict, p.reasons as verdict_reasons,
                   coalesce(p.written_generation, 0) = v.spec_generation as spec_current,
                   (select coalesce(json_agg(o.id order by o.id), '[]') from vm o
                     where o.ha_protected and v.ha_restart_after @> to_jsonb(o.id::text)) as wait_for,
                   (select coalesce(json_agg(distinct n.network_id), '[]') from vm_nic n
                     where n.vm_id = v.id and n.network_id is not null) as networks
              from vm v join cluster c on c.id = v.cluster_id left join vm_protection p on p.vm_id = v.id
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<HaStatus.Reason>> REASONS = new TypeReference<>() {};
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};

    /** How the VM is. */
    record Run(VmPowerState state, @Nullable HostId host, VmEpoch epoch, boolean restarting, boolean busy) {}

    /** What is wanted of HA; {@code clusterOn} whether it is on in the cluster, armed or not. */
    record Settings(
            boolean clusterOn, boolean clusterArmed, Priority priority, List<VmId> waitFor, Policies policies) {}

    /** What it asks of a host. */
    record Sizes(PoolId pool, Mebibytes memory, int vcpuCount, List<NetworkId> networks) {}

    /** What was last put into ZooKeeper, or may have been; null: nothing. */
    record Recorded(@Nullable String record, boolean confirmed) {}

    static ProtectionRow of(Row row) throws SQLException {
        var host = row.uuidOrNull("host_id");
        var policies = new Policies(
                isolation(HaIntent.IsolationPolicy.valueOf(row.text("ha_isolation_policy"))),
                StorageLossPolicy.valueOf(row.text("ha_storage_loss_policy")),
                HealthPolicy.valueOf(row.text("ha_health_policy")));
        return new ProtectionRow(
                new VmId(row.uuid("id")),
                new ClusterId(row.uuid("cluster_id")),
                row.text("name"),
                new Run(
                        VmPowerState.valueOf(row.text("power_state")),
                        host == null ? null : new HostId(host),
                        new VmEpoch(row.bigint("epoch")),
                        row.flag("restarting"),
                        row.flag("busy")),
                row.flag("ha_protected"),
                new Settings(
                        row.flag("ha_enabled"),
                        row.flag("ha_armed"),
                        Priority.valueOf(row.text("ha_priority")),
                        row.json("wait_for", IDS).stream().map(VmId::new).toList(),
                        policies),
                new Sizes(
                        new PoolId(row.uuid("pool_id")),
                        new Mebibytes(row.bigint("memory_mib")),
                        row.integer("vcpu_count"),
                        row.json("networks", IDS).stream().map(NetworkId::new).toList()),
                row.textOrNull("written_sha256"),
                row.flag("spec_current"),
                new Recorded(row.textOrNull("record"), row.flag("confirmed")),
                verdict(row));
    }

    private static Optional<HaStatus> verdict(Row row) throws SQLException {
        var state = row.textOrNull("verdict");
        return state == null
                ? Optional.empty()
                : Optional.of(new HaStatus(HaStatus.State.valueOf(state), row.json("verdict_reasons", REASONS)));
    }

    private static IsolationPolicy isolation(HaIntent.IsolationPolicy policy) {
        return switch (policy) {
            case KEEP_RUNNING -> IsolationPolicy.KEEP_RUNNING;
            case RESTART_ELSEWHERE -> IsolationPolicy.STOP_AND_RESTART_ELSEWHERE;
        };
    }

    /**
     * Whether HA is to look after the VM now. One that somebody is stopping, has stopped or deletes is none; one that has
     * crashed stays what it was, for HA may be about to restart it.
     */
    boolean isToBeProtected() {
        return wanted
                && settings.clusterOn
                && switch (run.state) {
                    case RUNNING, PAUSED, MIGRATING, UNKNOWN -> true;
                    // A VM that a person starts has no record yet; one that HA starts keeps the one it has.
                    case STARTING -> run.restarting || recorded.record != null;
                    case CRASHED -> recorded.record != null;
                    case CREATING, STOPPED, STOPPING, DELETING, FAILED -> false;
                };
    }

    /** The record that is to be in ZooKeeper; none where the VM is not to be protected, or no spec lies beside its disks. */
    Optional<Protection> record() {
        var sha256 = writtenSha256;
        if (!isToBeProtected() || sha256 == null) {
            return Optional.empty();
        }
        return Optional.of(new Protection(
                vm,
                name,
                cluster,
                settings.priority,
                new TreeSet<>(settings.waitFor),
                settings.policies,
                sizes.pool,
                sha256,
                sizes.memory,
                sizes.vcpuCount,
                new TreeSet<>(sizes.networks)));
    }

    /** A record as text, equal for equal records. */
    static String text(Protection protection) {
        return JSON.writeValueAsString(protection);
    }

    /** Whether ZooKeeper holds something else than it should, as far as the database knows. */
    boolean isToBeBrought() {
        var there = recorded.record;
        return record().map(wantedRecord -> !text(wantedRecord).equals(there) || !recorded.confirmed)
                .orElse(there != null);
    }
}
