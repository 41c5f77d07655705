package io.atoll.manager.vm.internal;

import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Disks and network cards in Postgres. They go with their VM. */
@Component
public class VmDevices {
    private final JdbcClient jdbc;

    VmDevices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Disk> disks(VmId vm) {
        return jdbc.sql("select disk_index, pool_id, size_gib from vm_disk where vm_id = :vm order by disk_index")
                .param("vm", vm.value())
                .query((row, _) -> new Disk(
                        row.getInt("disk_index"),
                        new PoolId(row.getObject("pool_id", UUID.class)),
                        row.getInt("size_gib")))
                .list();
    }

    public List<Nic> nics(VmId vm) {
        return jdbc.sql("""
                select nic_index, network_id, mac::text as mac, host(address) as address
                  from vm_nic where vm_id = :vm order by nic_index
                """)
                .param("vm", vm.value())
                .query((row, _) -> {
                    var network = row.getObject("network_id", UUID.class);
                    return new Nic(
                            row.getInt("nic_index"),
                            network == null ? null : new NetworkId(network),
                            row.getString("mac"),
                            row.getString("address"));
                })
                .list();
    }

    void add(VmId vm, Disk disk) {
        jdbc.sql("insert into vm_disk (vm_id, disk_index, pool_id, size_gib) values (:vm, :index, :pool, :size)")
                .param("vm", vm.value())
                .param("index", disk.index())
                .param("pool", disk.poolId().value())
                .param("size", disk.sizeGiB())
                .update();
    }

    void add(VmId vm, Nic nic) {
        jdbc.sql("""
                insert into vm_nic (vm_id, nic_index, network_id, mac, address)
                values (:vm, :index, :network, :mac::macaddr, :address::inet)
                """)
                .param("vm", vm.value())
                .param("index", nic.index())
                .param(
                        "network",
                        nic.networkId() == null ? null : nic.networkId().value(),
                        Types.OTHER)
                .param("mac", nic.mac())
                .param("address", nic.address(), Types.VARCHAR)
                .update();
    }
}
