package io.atoll.manager.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.atoll.manager.ManagerApplication;
import io.atoll.manager.metrics.LiveSamples;
import io.atoll.manager.simulation.internal.SimulationDraft;
import io.atoll.manager.simulation.internal.SimulationDraft.ChangeDraft;
import io.atoll.manager.simulation.internal.Simulations;
import io.atoll.manager.simulation.internal.study.SimulationFindings;
import io.atoll.manager.testing.ManagerContext;
import io.atoll.manager.testing.RowCluster;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures whole simulations in a real manager with a real Postgres: read the cluster and its rules, suppose, search, explain, and
 * see which failures it survives; without HTTP and JSON. Hosts and VMs are rows only, their loads are made up.
 *
 * <p>{@code ./deploy/dev bench-simulations [hosts] [VMs per host] [runs]}
 */
public final class SimulationBench {
    private final Simulations simulations;
    private final RowCluster cluster;
    private final String someVm;

    private SimulationBench(ConfigurableApplicationContext manager, int hosts, int vmsPerHost) {
        var jdbc = manager.getBean(JdbcClient.class);
        simulations = manager.getBean(Simulations.class);
        cluster = new RowCluster(jdbc);
        cluster.fill(hosts, vmsPerHost);
        cluster.run("insert into host_power_model (host_id, idle_watts, full_watts, revision, updated_at)"
                + " select id, 120, 400, 1, now() from host where cluster_id = :cluster");
        someVm = jdbc.sql("select id from vm where cluster_id = :cluster order by name limit 1")
                .param("cluster", cluster.id().value())
                .query(UUID.class)
                .single()
                .toString();
    }

    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        var hosts = RowCluster.argument(args, 0, "hosts", 1_000);
        var vmsPerHost = RowCluster.argument(args, 1, "VMs per host", 20);
        var runs = RowCluster.argument(args, 2, "runs", 5);
        ApplicationContextInitializer<GenericApplicationContext> loads =
                context -> context.registerBean(LiveSamples.class, MadeUpLoads::new, bean -> bean.setPrimary(true));
        var manager = new SpringApplicationBuilder(ManagerApplication.class)
                .initializers(new ManagerContext(), loads)
                .run("--server.port=0", "--logging.level.root=ERROR", "--spring.main.banner-mode=off");
        try {
            var bench = new SimulationBench(manager, hosts, vmsPerHost);
            System.out.printf("%d hosts in 20 racks, %d VMs%n", hosts, hosts * vmsPerHost);
            bench.measure("lose a zone", bench.zone("ZONE_LOST"), runs);
            bench.measure("drain a zone", bench.zone("ZONE_DRAINED"), runs);
            bench.measure("how many more", new SimulationDraft(null, null, bench.someVm), runs);
        } catch (RuntimeException e) {
            System.err.println(e);
            System.exit(1); // threads of the manager live on
        }
        System.exit(0);
    }

    private SimulationDraft zone(String kind) {
        var change = new ChangeDraft(kind, null, "rack", "r1", null, null, null, null, null, null, null, null);
        return new SimulationDraft(List.of(change), null, null);
    }

    /** The first run warms the JVM up, and counts. */
    private void measure(String name, SimulationDraft draft, int runs) {
        var took = new long[runs];
        SimulationFindings found = null;
        for (var run = 0; run < runs; run++) {
            var began = System.nanoTime();
            found = simulations.of(cluster.id(), draft);
            took[run] = Duration.ofNanos(System.nanoTime() - began).toMillis();
        }
        Arrays.sort(took);
        System.out.printf(
                "%s: median of %d %d ms (fastest %d, slowest %d): %s%n",
                name, runs, took[runs / 2], took[0], took[runs - 1], words(found));
    }

    private static String words(@Nullable SimulationFindings found) {
        if (found == null) {
            return "";
        }
        var room = found.roomForMore();
        var coverage = found.haCoverage();
        return "%s%s, %d migrations, %d restarts, %d obstacles, %.0f to %.0f W, failures of a host survived in %d of %d cases%s"
                .formatted(
                        found.verdict(),
                        found.stoppedEarly() ? " (time was over)" : "",
                        found.moves().migrationCount(),
                        found.moves().restartCount(),
                        found.obstacleCount(),
                        found.before().watts(),
                        found.after().watts(),
                        coverage.checkedCount() - coverage.notSurvivedCount(),
                        coverage.checkedCount(),
                        room == null
                                ? ""
                                : ", room for %d more%s, %s with HA"
                                        .formatted(room.count(), room.isMost() ? "" : " at least", room.countWithHa()));
    }

    /** Every VM has a load of its own, of 0.1 to 1.5 cores; hosts do nothing else. */
    private static final class MadeUpLoads implements LiveSamples {
        private static final int LEAST_MILLICORES = 100;
        private static final int SPREAD_MILLICORES = 1_400;

        @Override
        public Optional<HostSample> host(HostId host) {
            return Optional.empty();
        }

        @Override
        public Optional<VmSample> vm(VmId vm) {
            var millicores = LEAST_MILLICORES + Math.floorMod(vm.hashCode(), SPREAD_MILLICORES);
            return Optional.of(new VmSample(
                    vm, Instant.EPOCH, (long) millicores, (double) millicores, 2_048, null, null, null, null));
        }
    }
}
