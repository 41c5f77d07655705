package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.VmCensus;
import io.atoll.manager.persistence.Row;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.atoll.model.ImageId;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Counts VMs in Postgres. */
@Component
class SqlVmCensus implements VmCensus {
    /** The states in which a VM takes up room on its host, as a list in SQL. */
    static final String OCCUPYING = Arrays.stream(VmPowerState.values())
            .filter(VmPowerState::occupiesHost)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private static final int MOST_NAMES = 10;
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    SqlVmCensus(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A VM that moves counts where it is and where room is promised to it; one that starts counts once. */
    @Override
    public Map<HostId, Load> loadByHost(ClusterId cluster) {
        var loads = new HashMap<HostId, Load>();
        jdbc.sql("""
                select host_id, sum(vm_count) as vms, sum(vcpu_count) as vcpus, sum(memory_mib) as memory_mib
                  from (select v.host_id, 1 as vm_count, v.vcpu_count, v.memory_mib
                          from vm v where v.cluster_id = :cluster and v.host_id is not null and v.power_state in %s
                        union all
                        select r.host_id, 0, r.vcpu_count, r.memory_mib
                          from placement_reservation r join vm v on v.id = r.vm_id
                         where v.cluster_id = :cluster
                           and (r.host_id is distinct from v.host_id or v.power_state not in %s)) promised
                 group by host_id
                """.formatted(OCCUPYING, OCCUPYING))
                .param("cluster", cluster.value())
                .query(row -> {
                    loads.put(
                            new HostId(row.getObject("host_id", UUID.class)),
                            new Load(row.getInt("vms"), row.getLong("vcpus"), row.getLong("memory_mib")));
                });
        return loads;
    }

    @Override
    public List<Resident> residents(ClusterId cluster) {
        // Disks and NICs are gathered once for all: asked for VM by VM they take longer than everything else.
        return jdbc.sql("""
                with disks as (select d.vm_id, json_agg(distinct d.pool_id) as pools
                                 from vm_disk d join vm v on v.id = d.vm_id
                                where v.cluster_id = :cluster
                                group by d.vm_id),
                     nics as (select n.vm_id, json_agg(distinct n.network_id) as networks
                                from vm_nic n join vm v on v.id = n.vm_id
                               where v.cluster_id = :cluster and n.network_id is not null
                               group by n.vm_id)
                select v.id, v.name, v.labels, case when v.power_state in %s then v.host_id end as host_id,
                       r.host_id as promised_id, v.vcpu_count, v.memory_mib, v.cpu_model, v.host_needs, v.resource_pool_id,
                       v.cpu_reservation_mhz, v.cpu_limit_mhz, v.cpu_shares, v.memory_reservation_mib, v.pool_id,
                       coalesce(disks.pools, '[]') as disk_pools, coalesce(nics.networks, '[]') as networks
                  from vm v
                  left join placement_reservation r on r.vm_id = v.id
                  left join disks on disks.vm_id = v.id
                  left join nics on nics.vm_id = v.id
                 where v.cluster_id = :cluster
                 order by v.id
                """.formatted(OCCUPYING))
                .param("cluster", cluster.value())
                .query((row, _) -> resident(new Row(row)))
                .list();
    }

    private static Resident resident(Row row) throws SQLException {
        var host = row.uuidOrNull("host_id");
        var promised = row.uuidOrNull("promised_id");
        return new Resident(
                new VmId(row.uuid("id")),
                row.text("name"),
                row.labels("labels"),
                host == null ? null : new HostId(host),
                promised == null ? null : new HostId(promised),
                row.integer("vcpu_count"),
                new Mebibytes(row.bigint("memory_mib")),
                pools(row),
                row.json("networks", IDS).stream().map(NetworkId::new).collect(Collectors.toCollection(TreeSet::new)),
                row.textOrNull("cpu_model"),
                VmResourceColumns.read(row),
                row.strings("host_needs"));
    }

    /** Of its disks, and of what else belongs to it. */
    private static SortedSet<PoolId> pools(Row row) throws SQLException {
        var pools = new TreeSet<PoolId>();
        pools.add(new PoolId(row.uuid("pool_id")));
        row.json("disk_pools", IDS).forEach(pool -> pools.add(new PoolId(pool)));
        return pools;
    }

    @Override
    public Optional<HostId> hostOf(VmId vm) {
        return jdbc.sql("select host_id from vm where id = :vm and host_id is not null and power_state in " + OCCUPYING)
                .param("vm", vm.value())
                .query((row, _) -> new HostId(row.getObject("host_id", UUID.class)))
                .optional();
    }

    @Override
    public int countIn(ClusterId cluster) {
        return jdbc.sql("select count(*) from vm where cluster_id = :cluster")
                .param("cluster", cluster.value())
                .query(Integer.class)
                .single();
    }

    @Override
    public List<String> usersOf(ImageId image) {
        return names("v.image_id = :id", image.value());
    }

    @Override
    public List<String> usersOf(NetworkId network) {
        return names("v.id in (select n.vm_id from vm_nic n where n.network_id = :id)", network.value());
    }

    @Override
    public List<String> usersOf(PoolId pool) {
        return names("v.pool_id = :id or v.id in (select d.vm_id from vm_disk d where d.pool_id = :id)", pool.value());
    }

    @Override
    public List<String> occupantsOf(HostId host) {
        return names("v.host_id = :id", host.value());
    }

    private List<String> names(String condition, UUID id) {
        return jdbc.sql("select v.name from vm v where " + condition + " order by v.name limit " + MOST_NAMES)
                .param("id", id)
                .query((row, _) -> row.getString("name"))
                .list();
    }
}
