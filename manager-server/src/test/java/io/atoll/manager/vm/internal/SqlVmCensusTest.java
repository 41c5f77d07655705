package io.atoll.manager.vm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.manager.inventory.VmCensus.Resident;
import io.atoll.manager.testing.TestDatabase;
import io.atoll.model.ClusterId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SqlVmCensusTest {
    private static final UUID CLUSTER = new UUID(1, 1);
    private static final UUID OTHER_CLUSTER = new UUID(1, 2);

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient jdbc = database.jdbc();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aVmHasThePoolsOfItsDisksWithItsOwnAndTheNetworksOfItsNics() {
        cluster(CLUSTER, "one");
        cluster(OTHER_CLUSTER, "other");
        var first = pool(CLUSTER, 1);
        var second = pool(CLUSTER, 2);
        var elsewhere = pool(OTHER_CLUSTER, 3);
        var red = network(1);
        var blue = network(2);
        var rich = vm(CLUSTER, 1, first);
        disk(rich, 0, second);
        disk(rich, 1, second);
        nic(rich, 0, red);
        nic(rich, 1, blue);
        nic(rich, 2, blue);
        nic(rich, 3, null);
        vm(CLUSTER, 2, second);
        disk(vm(OTHER_CLUSTER, 3, elsewhere), 0, elsewhere);
        var residents = new SqlVmCensus(jdbc).residents(new ClusterId(CLUSTER));
        assertThat(residents).extracting(Resident::name).containsExactly("vm1", "vm2");
        assertThat(residents.getFirst().pools()).containsExactly(new PoolId(first), new PoolId(second));
        assertThat(residents.getFirst().networks()).containsExactly(new NetworkId(red), new NetworkId(blue));
        assertThat(residents.getLast().pools()).containsExactly(new PoolId(second));
        assertThat(residents.getLast().networks()).isEmpty();
    }

    private void run(String sql, Object... parameters) {
        jdbc.sql(sql).params(parameters).update();
    }

    private void cluster(UUID id, String name) {
        run("""
                insert into cluster (id, name, labels, revision, created_at, updated_at, description, cpu_baseline,
                                     cpu_overcommit_ratio)
                values (?, ?, '{}', 1, now(), now(), '', 'qemu64', 16)""", id, name);
    }

    private UUID pool(UUID cluster, int number) {
        var id = new UUID(2, number);
        run("""
                insert into pool (id, cluster_id, name, labels, revision, created_at, updated_at, description, type, path,
                                  state, state_detail)
                values (?, ?, ?, '{}', 1, now(), now(), '', 'SHARED_DIRECTORY', ?,
                        'READY', '')""", id, cluster, "p" + number, "/p" + number);
        return id;
    }

    private UUID network(int number) {
        var id = new UUID(3, number);
        run("""
                insert into network (id, cluster_id, name, labels, revision, created_at, updated_at, description, vlan,
                                     mtu_bytes, addressing, dns_servers, anti_spoofing)
                values (?, ?, ?, '{}', 1, now(), now(), '', ?, 1500,
                        'DHCP', '[]', false)""", id, CLUSTER, "n" + number, number);
        return id;
    }

    private UUID vm(UUID cluster, int number, UUID pool) {
        var id = new UUID(4, number);
        run("""
                insert into vm (id, cluster_id, name, labels, revision, created_at, updated_at, description, vcpu_count,
                                memory_mib, pool_id, ha_protected, power_state, power_state_detail, power_state_since, host_id,
                                epoch, cpu_model, guest_addresses, guest_agent, conditions, spec_written_generation)
                values (?, ?, ?, '{}', 1, now(), now(), '', 1, 512, ?, false, 'STOPPED', '', now(), null, 1, null, '[]',
                        false, '[]', 1)""", id, cluster, "vm" + number, pool);
        return id;
    }

    private void disk(UUID vm, int index, UUID pool) {
        run("insert into vm_disk (vm_id, disk_index, pool_id, size_gib) values (?, ?, ?, 1)", vm, index, pool);
    }

    private void nic(UUID vm, int index, @Nullable UUID network) {
        var values = network == null ? "null" : "'" + network + "'";
        run(
                "insert into vm_nic (vm_id, nic_index, network_id, mac) values (?, ?, " + values + ", ?::macaddr)",
                vm,
                index,
                "52:54:00:00:00:0" + index);
    }
}
