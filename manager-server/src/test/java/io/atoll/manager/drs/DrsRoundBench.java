package io.atoll.manager.drs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.atoll.manager.ManagerApplication;
import io.atoll.manager.drs.internal.round.DrsRounds;
import io.atoll.manager.testing.ManagerContext;
import io.atoll.manager.testing.RowCluster;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures whole rounds of DRS in a real manager with a real Postgres: read five minutes of samples of all VMs and put the cluster
 * together, decide, explain, keep the round and write the recommendations with their events. Hosts and VMs are rows only: no agents.
 *
 * <p>{@code ./deploy/dev bench-drs [hosts] [VMs per host] [rounds]}
 */
public final class DrsRoundBench {
    private final ConfigurableApplicationContext manager;
    private final JdbcClient jdbc;
    private final RowCluster cluster;

    private DrsRoundBench(ConfigurableApplicationContext manager) {
        this.manager = manager;
        jdbc = manager.getBean(JdbcClient.class);
        cluster = new RowCluster(jdbc);
    }

    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        var hosts = RowCluster.argument(args, 0, "hosts", 100);
        var vmsPerHost = RowCluster.argument(args, 1, "VMs per host", 20);
        var rounds = RowCluster.argument(args, 2, "rounds", 7);
        var context = new SpringApplicationBuilder(ManagerApplication.class)
                .initializers(new ManagerContext())
                .run("--server.port=0", "--logging.level.root=ERROR", "--spring.main.banner-mode=off");
        try {
            var bench = new DrsRoundBench(context);
            bench.cluster.fill(hosts, vmsPerHost);
            bench.recommend();
            bench.measure(hosts, hosts * vmsPerHost, rounds);
        } catch (RuntimeException e) {
            System.err.println(e);
            System.exit(1); // threads of the manager live on
        }
        System.exit(0);
    }

    private void recommend() {
        cluster.run("""
            insert into cluster_drs (cluster_id, revision, updated_at, mode, level, cool_down_minutes, patience_minutes)
            values (:cluster, 1, now(), 'RECOMMEND', 5, 30, 0)\
            """);
    }

    /** The first rounds warm the JVM up; in all the recommendations of the round before are found again or expire. */
    private void measure(int hosts, int vms, int rounds) {
        var drs = manager.getBean(DrsRounds.class);
        var threads = ManagementFactory.getThreadMXBean();
        var took = new long[rounds];
        var cpu = new long[rounds];
        for (var round = 0; round < rounds; round++) {
            if (round > 0) {
                cluster.run("update drs_recommendation set state = 'EXPIRED' where cluster_id = :cluster");
            }
            var began = System.nanoTime();
            var cpuBefore = threads.getCurrentThreadCpuTime();
            drs.lookNow(cluster.id());
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
              from drs_round where cluster_id = :cluster order by at desc limit 1\
            """)
                .param("cluster", cluster.id().value())
                .query((row, _) -> row.getString(1))
                .single();
    }
}
