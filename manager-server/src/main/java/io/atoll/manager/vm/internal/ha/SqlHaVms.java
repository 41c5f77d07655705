package io.atoll.manager.vm.internal.ha;

import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.ha.HaIntent.HealthPolicy;
import io.atoll.manager.ha.HaIntent.IsolationPolicy;
import io.atoll.manager.ha.HaIntent.Priority;
import io.atoll.manager.ha.HaIntent.StorageLossPolicy;
import io.atoll.manager.ha.HaVms;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** VMs for the HA module, from Postgres. */
@Component
class SqlHaVms implements HaVms {
    private static final String OCCUPYING = Arrays.stream(VmPowerState.values())
            .filter(VmPowerState::occupiesHost)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    /** A VM that moves counts where it is now; one that is about to start, where it has room. */
    private static final String SELECT = """
            select v.id, v.name, coalesce(case when v.power_state in %s then v.host_id end, r.host_id) as host_id,
                   v.vcpu_count, v.memory_mib, v.cpu_model, v.host_needs, v.ha_protected, v.ha_priority,
                   v.ha_restart_after, v.ha_isolation_policy, v.ha_storage_loss_policy, v.ha_health_policy,
                   (select json_agg(pool_id) from (select v.pool_id union select d.pool_id from vm_disk d
                                                     where d.vm_id = v.id) pools) as pools,
                   (select coalesce(json_agg(distinct n.network_id), '[]') from vm_nic n
                     where n.vm_id = v.id and n.network_id is not null) as networks
              from vm v left join placement_reservation r on r.vm_id = v.id
            """.formatted(OCCUPYING);

    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    SqlHaVms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<HaVm> occupying(ClusterId cluster) {
        return jdbc.sql(SELECT + " where v.cluster_id = :cluster and (v.power_state in " + OCCUPYING
                        + " and v.host_id is not null or r.host_id is not null) order by v.id")
                .param("cluster", cluster.value())
                .query((row, _) -> vm(new Row(row)))
                .list();
    }

    @Override
    public HaVm of(VmId vm) {
        return jdbc.sql(SELECT + " where v.id = :id")
                .param("id", vm.value())
                .query((row, _) -> vm(new Row(row)))
                .optional()
                .orElseThrow(() -> new AtollException(ErrorCode.VM_NOT_FOUND, "There is no VM %s.".formatted(vm)));
    }

    private static HaVm vm(Row row) throws SQLException {
        var host = row.uuidOrNull("host_id");
        return new HaVm(
                new VmId(row.uuid("id")),
                row.text("name"),
                host == null ? null : new HostId(host),
                row.integer("vcpu_count"),
                new Mebibytes(row.bigint("memory_mib")),
                new Reach(
                        row.json("pools", IDS).stream().map(PoolId::new).collect(Collectors.toCollection(TreeSet::new)),
                        row.json("networks", IDS).stream()
                                .map(NetworkId::new)
                                .collect(Collectors.toCollection(TreeSet::new))),
                row.textOrNull("cpu_model"),
                row.strings("host_needs"),
                new HaIntent(
                        row.flag("ha_protected"),
                        Priority.valueOf(row.text("ha_priority")),
                        row.json("ha_restart_after", IDS).stream()
                                .map(VmId::new)
                                .toList(),
                        IsolationPolicy.valueOf(row.text("ha_isolation_policy")),
                        StorageLossPolicy.valueOf(row.text("ha_storage_loss_policy")),
                        HealthPolicy.valueOf(row.text("ha_health_policy"))));
    }
}
