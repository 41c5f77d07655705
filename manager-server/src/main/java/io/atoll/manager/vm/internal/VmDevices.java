package io.atoll.manager.vm.internal;

import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Disks and network cards in Postgres. They go with their VM. What is being taken away has its row until it is gone, and is no part
 * of the VM as it is started or moved.
 */
@Component
public class VmDevices {
    private final JdbcClient jdbc;

    VmDevices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Disk> disks(VmId vm) {
        return jdbc.sql("""
                select disk_index, pool_id, size_gib, coalesce(operations_per_second_limit, 0) as operations,
                       coalesce(bytes_per_second_limit, 0) as bytes, image_id
                  from vm_disk where vm_id = :vm and not removing order by disk_index
                """)
                .param("vm", vm.value())
                .query((row, _) -> new Disk(
                        row.getInt("disk_index"),
                        new PoolId(row.getObject("pool_id", UUID.class)),
                        row.getInt("size_gib"),
                        new Disk.Limits(row.getLong("operations"), row.getLong("bytes")),
                        row.getString("image_id")))
                .list();
    }

    public List<Nic> nics(VmId vm) {
        return jdbc.sql("""
                select nic_index, network_id, mac::text as mac, host(address) as address, hot_pluggable
                  from vm_nic where vm_id = :vm and not removing order by nic_index
                """)
                .param("vm", vm.value())
                .query((row, _) -> {
                    var network = row.getObject("network_id", UUID.class);
                    return new Nic(
                            row.getInt("nic_index"),
                            network == null ? null : new NetworkId(network),
                            row.getString("mac"),
                            row.getString("address"),
                            row.getBoolean("hot_pluggable"));
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
                insert into vm_nic (vm_id, nic_index, network_id, mac, address, hot_pluggable)
                values (:vm, :index, :network, :mac::macaddr, :address::inet, :hotPluggable)
                """)
                .param("vm", vm.value())
                .param("index", nic.index())
                .param(
                        "network",
                        nic.networkId() == null ? null : nic.networkId().value(),
                        Types.OTHER)
                .param("mac", nic.mac())
                .param("address", nic.address(), Types.VARCHAR)
                .param("hotPluggable", nic.hotPluggable())
                .update();
    }

    /** A disk or a network card, with the table of its kind. */
    public enum Kind {
        DISK("vm_disk", "disk_index"),
        NIC("vm_nic", "nic_index");

        private final String table;
        private final String column;

        Kind(String table, String column) {
            this.table = table;
            this.column = column;
        }
    }

    /** The lowest number from {@code first} on, below {@code end}, that no device of the kind has. */
    Optional<Integer> freeIndex(VmId vm, Kind kind, int first, int end) {
        var taken = jdbc.sql("select %s as number from %s where vm_id = :vm".formatted(kind.column, kind.table))
                .param("vm", vm.value())
                .query((row, _) -> row.getInt("number"))
                .list();
        return IntStream.range(first, end)
                .filter(index -> !taken.contains(index))
                .boxed()
                .findFirst();
    }

    /** Whether there is a row, also of one that is being taken away. */
    boolean has(VmId vm, Kind kind, int index) {
        return jdbc.sql("select exists (select 1 from %s where vm_id = :vm and %s = :index)"
                        .formatted(kind.table, kind.column))
                .param("vm", vm.value())
                .param("index", index)
                .query(Boolean.class)
                .single();
    }

    /** Takes the device out of what the VM is started and moved with, or puts it back. */
    public void removing(VmId vm, Kind kind, int index, boolean removing) {
        jdbc.sql("update %s set removing = :removing where vm_id = :vm and %s = :index"
                        .formatted(kind.table, kind.column))
                .param("removing", removing)
                .param("vm", vm.value())
                .param("index", index)
                .update();
    }

    /** Forgets a device that is being taken away; one that stays is left. Answers whether there was one. */
    public boolean forget(VmId vm, Kind kind, int index) {
        return jdbc.sql("delete from %s where vm_id = :vm and %s = :index and removing"
                                .formatted(kind.table, kind.column))
                        .param("vm", vm.value())
                        .param("index", index)
                        .update()
                > 0;
    }

    public void limit(VmId vm, int index, Disk.Limits limits) {
        jdbc.sql("""
                update vm_disk set operations_per_second_limit = nullif(:operations, 0),
                       bytes_per_second_limit = nullif(:bytes, 0)
                 where vm_id = :vm and disk_index = :index
                """)
                .param("operations", limits.operationsPerSecond())
                .param("bytes", limits.bytesPerSecond())
                .param("vm", vm.value())
                .param("index", index)
                .update();
    }

    public void resize(VmId vm, int index, int sizeGiB) {
        jdbc.sql("update vm_disk set size_gib = :size where vm_id = :vm and disk_index = :index")
                .param("size", sizeGiB)
                .param("vm", vm.value())
                .param("index", index)
                .update();
    }
}
