package io.atoll.manager.drs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.atoll.manager.ManagerApplication;
import io.atoll.manager.drs.internal.round.DrsRounds;
import io.atoll.manager.testing.ManagerContext;
import io.atoll.model.ClusterId;
import io.atoll.model.CpuBaseline;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures whole rounds of DRS in a real manager with a real Postgres: read five minutes of samples of all VMs and put the cluster
 * together, decide, explain, keep the round and write the recommendations with their events. Hosts and VMs are rows only: no agents.
 *
 * <p>{@code ./deploy/dev bench-drs [hosts] [VMs per host] [rounds]}
 */
public final class DrsRoundBench {
    private static final int CORES = 32;
    private static final String FEATURES = JsonMapper.builder()
            .build()
            .writeValueAsString(
                    List.copyOf(CpuBaseline.parse("qemu64").features().names()));
    private static final int SAMPLES = 15;
    private static final int SAMPLE_SECONDS = 20;

    private final ConfigurableApplicationContext manager;
    private final JdbcClient jdbc;
    private final UUID cluster = UUID.randomUUID();
    private final UUID pool = UUID.randomUUID();

    private DrsRoundBench(ConfigurableApplicationContext manager) {
        this.manager = manager;
        jdbc = manager.getBean(JdbcClient.class);
    }

    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        var hosts = argument(args, 0, "hosts", 100);
        var vmsPerHost = argument(args, 1, "VMs per host", 20);
        var rounds = argument(args, 2, "rounds", 7);
        var context = new SpringApplicationBuilder(ManagerApplication.class)
                .initializers(new ManagerContext())
                .run("--server.port=0", "--logging.level.root=ERROR", "--spring.main.banner-mode=off");
        try {
            var bench = new DrsRoundBench(context);
            bench.fill(hosts, vmsPerHost);
            bench.measure(hosts, hosts * vmsPerHost, rounds);
        } catch (RuntimeException e) {
            System.err.println(e);
            System.exit(1); // threads of the manager live on
        }
        System.exit(0);
    }

    private static int argument(String[] args, int at, String name, int fallback) {
        if (args.length <= at) {
            return fallback;
        }
        if (!args[at].matches("[1-9][0-9]{0,3}")) {
            System.err.printf("%s must be a number from 1 to 9999, not \"%s\".%n", name, args[at]);
            System.exit(2);
        }
        return Integer.parseInt(args[at]);
    }

    /**
     * Some hosts are nearly idle, some far beyond what they have; every VM has a load of its own. Loads follow from ids, and these
     * from names: every run measures the same cluster.
     */
    private void fill(int hosts, int vmsPerHost) {
        run("""
            insert into cluster (id, name, labels, revision, created_at, updated_at, description, cpu_baseline,
                                 cpu_overcommit_ratio)
            values (:cluster, 'bench', '{}', 1, now(), now(), '', 'qemu64', 16)""");
        run("""
            insert into pool (id, cluster_id, name, labels, revision, created_at, updated_at, description, type, path,
                              state, state_detail)
            values (:pool, :cluster, 'bench', '{}', 1, now(), now(), '', 'SHARED_DIRECTORY', '/bench', 'READY', '')""");
        jdbc.sql("""
            insert into host (id, cluster_id, name, labels, revision, created_at, updated_at, description, address, port,
                              state, state_reason, state_since, boot_id, agent_version, qemu_version, accelerator,
                              accelerator_reason, cpu_count, cpu_model, cpu_features, memory_mib, network_mode,
                              migration_address, checks, warnings)
            select md5('host ' || n)::uuid, :cluster, 'h' || n, jsonb_build_object('rack', 'r' || n % 20), 1, now(), now(), '',
                   '127.0.0.1', 1, 'READY', '', now(), 'boot', '0', '10.0.0', 'kvm', '', :cores, 'bench', :features::jsonb, 262144,
                   'user', '127.0.0.1', '[]', '[]'
              from generate_series(1, :hosts) n""")
                .param("cluster", cluster)
                .param("cores", CORES)
                .param("features", FEATURES)
                .param("hosts", hosts)
                .update();
        run("""
            insert into pool_host (pool_id, host_id, reachable, detail)
            select :pool, id, true, '' from host where cluster_id = :cluster""");
        jdbc.sql("""
            insert into vm (id, cluster_id, name, labels, revision, created_at, updated_at, description, vcpu_count,
                            memory_mib, pool_id, ha_protected, power_state, power_state_detail, power_state_since, host_id,
                            epoch, cpu_model, guest_addresses, guest_agent, conditions, spec_written_generation)
            select md5(h.name || '-v' || n)::uuid, :cluster, h.name || '-v' || n, '{}', 1, now(), now(), '', 4,
                   4096 * (1 + (hashtext(h.name || n) & 1)), :pool, false, 'RUNNING', '', now(), h.id, 1, 'qemu64', '[]',
                   false, '[]', 1
              from (select id, name, row_number() over (order by name) as place from host where cluster_id = :cluster) h,
                   generate_series(1, :vms) n""")
                .param("cluster", cluster)
                .param("pool", pool)
                .param("vms", vmsPerHost)
                .update();
        run("""
            insert into vm_disk (vm_id, disk_index, pool_id, size_gib) select id, 0, :pool, 10 from vm""");
        samples();
        for (var table : new String[] {"host", "vm", "vm_disk", "vm_sample", "pool_host"}) {
            jdbc.sql("analyze " + table).update();
        }
        run("""
            insert into cluster_drs (cluster_id, revision, updated_at, mode, level, cool_down_minutes, patience_minutes)
            values (:cluster, 1, now(), 'RECOMMEND', 5, 30, 0)""");
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
                  from vm v where v.cluster_id = :cluster""")
                    .param(
                            "at",
                            OffsetDateTime.ofInstant(floored.minusSeconds((long) age * SAMPLE_SECONDS), ZoneOffset.UTC)
                                    .withNano(0))
                    .param("age", Integer.toString(age))
                    .param("cluster", cluster)
                    .update();
        }
    }

    private void run(String sql) {
        var statement = jdbc.sql(sql);
        if (sql.contains(":cluster")) {
            statement = statement.param("cluster", cluster);
        }
        (sql.contains(":pool") ? statement.param("pool", pool) : statement).update();
    }

    /** The first rounds warm the JVM up; in all the recommendations of the round before are found again or expire. */
    private void measure(int hosts, int vms, int rounds) {
        var drs = manager.getBean(DrsRounds.class);
        var threads = ManagementFactory.getThreadMXBean();
        var took = new long[rounds];
        var cpu = new long[rounds];
        for (var round = 0; round < rounds; round++) {
            if (round > 0) {
                run("update drs_recommendation set state = 'EXPIRED' where cluster_id = :cluster");
            }
            var began = System.nanoTime();
            var cpuBefore = threads.getCurrentThreadCpuTime();
            drs.lookNow(new ClusterId(cluster));
            cpu[round] = Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpuBefore)
                    .toMillis();
            took[round] = Duration.ofNanos(System.nanoTime() - began).toMillis();
            System.out.printf(
                    "round %d: %d ms (%d ms of CPU), of these %s%n", round + 1, took[round], cpu[round], newest());
        }
        Arrays.sort(took);
        Arrays.sort(cpu);
        System.out.printf(
                "%d hosts, %d VMs: a round takes %d ms (median of %d; fastest %d, slowest %d); the manager's thread computes for %d"
                        + " ms of them (fastest %d)%n",
                hosts, vms, took[rounds / 2], rounds, took[0], took[rounds - 1], cpu[rounds / 2], cpu[0]);
    }

    private String newest() {
        return jdbc.sql("""
                select took_ms || ' ms before writing: ' || verdict || ', imbalance ' || round(imbalance::numeric, 3) || ', '
                       || migrations || ' migrations'
                  from drs_round where cluster_id = :cluster order by at desc limit 1""")
                .param("cluster", cluster)
                .query((row, _) -> row.getString(1))
                .single();
    }
}
