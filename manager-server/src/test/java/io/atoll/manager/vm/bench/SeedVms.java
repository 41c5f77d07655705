package io.atoll.manager.vm.bench;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Inserts stopped VMs, one disk and one network card each, into the first cluster of a manager's database, so that lists can
 * be measured. For benchmarks: the VMs have no files, and nothing here runs in a manager.
 *
 * <pre>{@code
 * java -cp <test classes and dependencies of manager-server> io.atoll.manager.vm.bench.SeedVms <jdbc-url> <user> <password> 10000
 * }</pre>
 */
public final class SeedVms {
    private static final String POOL = """
            insert into pool (id, cluster_id, name, labels, revision, created_at, updated_at, description, type, path,
                              state, state_detail)
            select gen_random_uuid(), c.id, 'bench', '{}', 0, now(), now(), '', 'SHARED_DIRECTORY', '/bench', 'READY', ''
              from (select id from cluster order by created_at limit 1) c
            on conflict do nothing
            """;

    private static final String VMS = """
            insert into vm (id, cluster_id, name, labels, revision, created_at, updated_at, description, vcpu_count,
                            memory_mib, pool_id, ha_protected, power_state, power_state_detail, power_state_since, epoch,
                            guest_addresses, guest_agent, conditions)
            select gen_random_uuid(), p.cluster_id, 'bench-' || lpad(n::text, 6, '0'),
                   jsonb_build_object('env', case n % 3 when 0 then 'prod' when 1 then 'test' else 'dev' end),
                   0, now() - n * interval '1 second', now() - n * interval '1 second', '', 1 + n % 8, 512 * (1 + n % 16),
                   p.id, false, 'STOPPED', '', now(), 0, '[]', false, '[]'
              from pool p, generate_series(1, ?) n where p.name = 'bench'
            on conflict do nothing
            """;

    private static final String DISKS = """
            insert into vm_disk (vm_id, disk_index, pool_id, size_gib)
            select v.id, 0, v.pool_id, 10 from vm v where v.name like 'bench-%' on conflict do nothing
            """;

    private static final String NICS = """
            insert into vm_nic (vm_id, nic_index, mac)
            select v.id, 0, ('06:be:4c:' || substr(md5(v.name), 1, 2) || ':' || substr(md5(v.name), 3, 2) || ':'
                             || substr(md5(v.name), 5, 2))::macaddr
              from vm v where v.name like 'bench-%' on conflict do nothing
            """;

    private SeedVms() {}

    public static void main(String[] args) throws SQLException {
        if (args.length != 4) {
            throw new IllegalArgumentException("Give: <jdbc-url> <user> <password> <number of VMs>.");
        }
        try (var connection = DriverManager.getConnection(args[0], args[1], args[2]);
                var statement = connection.createStatement();
                var vms = connection.prepareStatement(VMS)) {
            connection.setAutoCommit(false);
            statement.execute(POOL);
            vms.setInt(1, Integer.parseInt(args[3]));
            int inserted = vms.executeUpdate();
            statement.execute(DISKS);
            statement.execute(NICS);
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("analyze vm, vm_disk, vm_nic");
            System.out.println("Inserted " + inserted + " VMs.");
        }
    }
}
