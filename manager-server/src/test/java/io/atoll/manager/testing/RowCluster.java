package io.atoll.manager.testing;

import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** A cluster of rows in a real Postgres, for benchmarks: hosts in twenty racks and running VMs of which nobody else knows; no agents. */
public final class RowCluster {
    private static final int CORES = 32;
    private static final String FEATURES = JsonMapper.builder()
            .build()
            .writeValueAsString(
                    List.copyOf(CpuBaseline.parse("qemu64").features().names()));
    private static final int SAMPLES = 15;
    private static final int SAMPLE_SECONDS = 20;

    private final JdbcClient jdbc;
    private final UUID cluster = UUID.randomUUID();
    private final UUID pool = UUID.randomUUID();

    public RowCluster(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public ClusterId id() {
        return new ClusterId(cluster);
    }

    /**
     * Some hosts are nearly idle, some far beyond what they have; every VM has a load of its own. Loads follow from ids, and these
     * from names: every run measures the same cluster.
     */
    public void fill(int hosts, int vmsPerHost) {
        run("""
            insert into cluster (id, name, labels, revision, created_at, updated_at, description, cpu_baseline,
                                 cpu_overcommit_ratio)
            values (:cluster, 'bench', '{}', 1, now(), now(), '', 'qemu64', 16)\
            """);
        run("""
            insert into pool (id, cluster_id, name, labels, revision, created_at, updated_at, description, type, path,
                              state, state_detail)
            values (:pool, :cluster, 'bench', '{}', 1, now(), now(), '', 'SHARED_DIRECTORY', '/bench', 'READY', '')\
            """);
        jdbc.sql("""
            insert into host (id, cluster_id, name, labels, revision, created_at, updated_at, description, address, port,
                              state, state_reason, state_since, boot_id, agent_version, qemu_version, accelerator,
                              accelerator_reason, cpu_count, cpu_model, cpu_features, memory_mib, network_mode,
                              migration_address, checks, warnings)
            select md5('host ' || n)::uuid, :cluster, 'h' || n, jsonb_build_object('rack', 'r' || n % 20), 1, now(), now(), '',
                   '127.0.0.1', 1, 'READY', '', now(), 'boot', '0', '10.0.0', 'kvm', '', :cores, 'bench', :features::jsonb, 262144,
                   'user', '127.0.0.1', '[]', '[]'
              from generate_series(1, :hosts) n\
            """)
                .param("cluster", cluster)
                .param("cores", CORES)
                .param("features", FEATURES)
                .param("hosts", hosts)
                .update();
        run("""
            insert into pool_host (pool_id, host_id, reachable, detail)
            select :pool, id, true, '' from host where cluster_id = :cluster\
            """);
        jdbc.sql("""
            insert into vm (id, cluster_id, name, labels, revision, created_at, updated_at, description, vcpu_count,
                            memory_mib, pool_id, ha_protected, power_state, power_state_detail, power_state_since, host_id,
                            epoch, cpu_model, guest_addresses, guest_agent, conditions, spec_written_generation)
            select md5(h.name || '-v' || n)::uuid, :cluster, h.name || '-v' || n, '{}', 1, now(), now(), '', 4,
                   4096 * (1 + (hashtext(h.name || n) & 1)), :pool, false, 'RUNNING', '', now(), h.id, 1, 'qemu64', '[]',
                   false, '[]', 1
              from (select id, name, row_number() over (order by name) as place from host where cluster_id = :cluster) h,
                   generate_series(1, :vms) n\
            """)
                .param("cluster", cluster)
                .param("pool", pool)
                .param("vms", vmsPerHost)
                .update();
        run("""
            insert into vm_disk (vm_id, disk_index, pool_id, size_gib) select id, 0, :pool, 10 from vm\
            """);
        samples();
        for (var table : new String[] {"host", "vm", "vm_disk", "vm_sample", "pool_host"}) {
            jdbc.sql("analyze " + table).update();
        }
    }

    /** Hosts differ by a factor of ten, VMs of a host by a factor of four, samples of a VM by a fifth. */
    private void samples() {
        Awaitility.await("partitions")
                .atMost(Duration.ofMinutes(2)) // a busy machine takes its time
                .until(() -> jdbc.sql("select count(*) from pg_inherits where inhparent = 'vm_sample'::regclass")
                                .query(Integer.class)
                                .single()
                        > 0);
        var newest = Instant.now().minusSeconds(40);
        var floored = newest.minusSeconds(newest.getEpochSecond() % SAMPLE_SECONDS);
        for (var age = 0; age < 2 * SAMPLES; age++) {
            jdbc.sql("""
                insert into vm_sample (vm_id, at, cpu_used_millicores, cpu_ready_millicores, sample_count, clock_off)
                select v.id, :at,
                       200 * (1 + abs(hashtext(v.host_id::text)) % 10) * (0.4 + abs(hashtext(v.id::text)) % 100 / 80.0)
                           * (0.9 + abs(hashtext(v.id::text || :age)) % 100 / 500.0),
                       10, 10, false
                  from vm v where v.cluster_id = :cluster\
                """)
                    .param(
                            "at",
                            OffsetDateTime.ofInstant(floored.minusSeconds((long) age * SAMPLE_SECONDS), ZoneOffset.UTC)
                                    .withNano(0))
                    .param("age", Integer.toString(age))
                    .param("cluster", cluster)
                    .update();
        }
    }

    /** Carries out a statement, which may name :cluster and :pool. */
    public void run(String sql) {
        var statement = jdbc.sql(sql);
        if (sql.contains(":cluster")) {
            statement = statement.param("cluster", cluster);
        }
        (sql.contains(":pool") ? statement.param("pool", pool) : statement).update();
    }

    /** A number that a benchmark was given on its command line; says what is wrong with another one, and ends. */
    public static int argument(String[] args, int at, String name, int fallback) {
        if (args.length <= at) {
            return fallback;
        }
        if (!args[at].matches("[1-9][0-9]{0,3}")) {
            System.err.printf("%s must be a number from 1 to 9999, not \"%s\".%n", name, args[at]);
            System.exit(2);
        }
        return Integer.parseInt(args[at]);
    }
}
