package io.atoll.manager.metrics.internal;

import ch.qos.logback.classic.Logger;
import com.sun.management.OperatingSystemMXBean;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.Resync;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSample;
import io.atoll.manager.agentlink.internal.NewsFeed;
import io.atoll.manager.metrics.SampleCharts.Range;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/**
 * Measures what the manager spends on samples: from a message's bytes through its check, rates, live values and buckets to rows of a
 * real Postgres, and their roll-up. Time is simulated, so the figure is processor seconds of this JVM (collector and compiler
 * included, the making of the messages not) for each second of samples. Not in it: gRPC and TLS, and sending live values to browsers.
 *
 * <p>{@code ./deploy/dev bench-samples [hosts] [VMs per host] [simulated minutes]}
 */
public final class IngestBench {
    private static final int WARM_UP_ROUNDS = 60;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int CHARTED_VMS = 1_000;
    private static final int CHARTS = 20;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final HistoryRig rig;
    private final HistoryRig.Manager manager;
    private final List<NewsFeed> feeds = new ArrayList<>();
    private final int hosts;
    private final int vmsPerHost;
    private long makingNanos;

    private IngestBench(HistoryRig rig, int hosts, int vmsPerHost) throws Exception {
        this.rig = rig;
        this.hosts = hosts;
        this.vmsPerHost = vmsPerHost;
        manager = rig.newLeader();
        var intake = new SampleIntake(new SampleStore(rig.clock), manager.collector, rig.clock);
        for (int host = 0; host < hosts; host++) {
            var feed = new NewsFeed(host(host), intake);
            feed.take(resync(host));
            feeds.add(feed);
        }
    }

    public static void main(String[] args) throws Exception {
        onlyErrors();
        int hosts = argument(args, 0, "hosts", 200);
        int vmsPerHost = argument(args, 1, "VMs per host", 50);
        int minutes = argument(args, 2, "simulated minutes", 12);
        try (var rig = new HistoryRig()) {
            var bench = new IngestBench(rig, hosts, vmsPerHost);
            bench.ingest(minutes);
            bench.charts();
        }
        System.exit(0); // the connection pool's threads live on
    }

    /** Between the figures nobody wants to read which container engines are not there. */
    private static void onlyErrors() {
        log(Logger.ROOT_LOGGER_NAME).setLevel(ch.qos.logback.classic.Level.ERROR);
        log("org.testcontainers").setLevel(ch.qos.logback.classic.Level.OFF);
    }

    private static Logger log(String name) {
        return (Logger) LoggerFactory.getLogger(name);
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

    private void ingest(int minutes) throws Exception {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            round(round);
        }
        long rowsBefore = rig.count("vm_sample") + rig.count("host_sample");
        long backendBefore = backendNanos();
        long cpuBefore = process.getProcessCpuTime() - makingNanos;
        long begun = System.nanoTime();
        int rounds = Math.toIntExact(Duration.ofMinutes(minutes).dividedBy(ROUND));
        for (int round = 0; round < rounds; round++) {
            round(WARM_UP_ROUNDS + round);
        }
        double wallSeconds = (System.nanoTime() - begun) / 1e9;
        double cpuSeconds = (process.getProcessCpuTime() - makingNanos - cpuBefore) / 1e9;
        double databaseSeconds = (backendNanos() - backendBefore) / 1e9;
        double seconds = minutes * 60.0;
        long rows = rig.count("vm_sample") + rig.count("host_sample") - rowsBefore;
        System.out.printf(
                "%d hosts, %d VMs, %d simulated minutes in %.0f s%n", hosts, hosts * vmsPerHost, minutes, wallSeconds);
        System.out.printf("manager: %.2f %% of a core (%.1f CPU s)%n", cpuSeconds / seconds * 100, cpuSeconds);
        System.out.printf("database, the session that writes: %.2f %% of a core%n", databaseSeconds / seconds * 100);
        System.out.printf(
                "rows: %d, %.0f a second of samples, %.0f a CPU second%n", rows, rows / seconds, rows / cpuSeconds);
        for (var table : List.of("vm_sample", "vm_sample_5m", "host_sample")) {
            if (rig.count(table) == 0) {
                System.out.printf("%s: no row yet; more simulated minutes give some%n", table);
            } else {
                System.out.printf(
                        "%s: %d bytes a row with its index, %.2f GB a day%n",
                        table, bytesPerRow(table), gigabytesPerDay(table));
            }
        }
    }

    /** What all hosts send in two seconds, and what the manager does with it. */
    private void round(int round) throws Exception {
        rig.clock.forward(ROUND);
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        var messages = new ArrayList<byte[]>(hosts);
        for (int host = 0; host < hosts; host++) {
            messages.add(samples(host, round));
        }
        makingNanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
        for (int host = 0; host < hosts; host++) {
            feeds.get(host).take(messages.get(host));
        }
        manager.keeper.turn();
    }

    private void charts() {
        var now = rig.clock.instant();
        for (var at = now.minus(Duration.ofDays(62));
                at.isBefore(now.plus(Duration.ofDays(1)));
                at = at.plus(Duration.ofDays(1))) {
            manager.tables.ensure(SampleKind.VM, Level.HOURS, at);
        }
        rig.database
                .jdbc()
                .sql("""
                insert into vm_sample_1h (vm_id, at, cpu_used_millicores, cpu_used_millicores_max, memory_resident_mib,
                                          sample_count, clock_off)
                select ('00000000-0000-0003-0000-' || lpad(to_hex(vm), 12, '0'))::uuid,
                       date_trunc('hour', :now) - hour * interval '1 hour', vm, vm, 512, 1800, false
                from generate_series(1, :vms) vm, generate_series(1, 31 * 24) hour
                order by 2, 1""")
                .param("now", now.atOffset(java.time.ZoneOffset.UTC))
                .param("vms", CHARTED_VMS)
                .update();
        rig.database.jdbc().sql("analyze vm_sample_1h").update();
        var reader = rig.reader();
        var times = new double[CHARTS];
        long points = 0;
        for (int chart = 0; chart < CHARTS; chart++) {
            long begun = System.nanoTime();
            var answer = reader.vm(
                    new VmId(new UUID(3, 1 + 37L * chart)),
                    new Range(now.minus(Duration.ofDays(31)).toString(), null, "1h"));
            times[chart] = (System.nanoTime() - begun) / 1e6;
            points = answer.times().size();
        }
        Arrays.sort(times);
        System.out.printf(
                "month chart, %d points, among %d VMs: median %.1f ms, slowest %.1f ms%n",
                points, CHARTED_VMS, times[CHARTS / 2], times[CHARTS - 1]);
    }

    private double gigabytesPerDay(String table) {
        int objects = table.startsWith("vm") ? hosts * vmsPerHost : hosts;
        int buckets = table.endsWith("_5m") ? 288 : 4_320;
        return bytesPerRow(table) * (double) objects * buckets / 1e9;
    }

    private long bytesPerRow(String table) {
        long bytes = rig.database
                .jdbc()
                .sql(
                        "select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = to_regclass(:table)")
                .param("table", table)
                .query(Long.class)
                .single();
        return bytes / rig.count(table);
    }

    /** Processor time of the database's sessions of this bench. */
    private long backendNanos() {
        return rig
                .database
                .jdbc()
                .sql("select pid from pg_stat_activity where datname = current_database()")
                .query(Long.class)
                .list()
                .stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(backend -> backend.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    private static HostId host(int host) {
        return new HostId(new UUID(1, host + 1L));
    }

    private UUID vm(int host, int vm) {
        return new UUID(2, 1L + host * (long) vmsPerHost + vm);
    }

    private byte[] resync(int host) {
        var resync = Resync.newBuilder()
                .setHost(HostReport.newBuilder().setHostId(host(host).toString()));
        for (int vm = 0; vm < vmsPerHost; vm++) {
            resync.addVms(VmReport.newBuilder().setVmId(vm(host, vm).toString()).setPowerState("RUNNING"));
        }
        return HostUpdate.newBuilder().setResync(resync).build().toByteArray();
    }

    private byte[] samples(int host, int round) {
        Instant now = rig.clock.instant();
        long grown = 1_000L + round * (host + 3L);
        var samples = Samples.newBuilder()
                .setTimeMs(now.toEpochMilli())
                .setMonotonicMs(1 + round * ROUND.toMillis())
                .setHost(HostSample.newBuilder()
                        .setCpuUsedMillicores(4_000)
                        .setMemoryUsedMib(100_000)
                        .setMemoryFreeMib(28_000)
                        .setSwapUsedMib(0)
                        .setLoad1MMilli(2_000)
                        .setCpuUsedMsTotal(grown * 10)
                        .setCpuStealMsTotal(grown)
                        .setCpuIowaitMsTotal(grown)
                        .setDiskReadBytesTotal(grown * 4_096)
                        .setDiskWriteBytesTotal(grown * 8_192)
                        .setDiskReadOpsTotal(grown)
                        .setDiskWriteOpsTotal(grown * 2)
                        .setNetRxBytesTotal(grown * 1_500)
                        .setNetTxBytesTotal(grown * 3_000)
                        .setNetRxPacketsTotal(grown)
                        .setNetTxPacketsTotal(grown * 2));
        for (int vm = 0; vm < vmsPerHost; vm++) {
            samples.addVms(sample(vm(host, vm), grown + vm));
        }
        return HostUpdate.newBuilder().setSamples(samples).build().toByteArray();
    }

    private static VmSample sample(UUID vm, long grown) {
        return VmSample.newBuilder()
                .setVmId(vm.toString())
                .setCountersId(77)
                .setCpuUsedMillicores(700)
                .setCpuUsedMsTotal(grown * 7)
                .setCpuReadyUsTotal(grown * 900)
                .setVcpuCount(4)
                .setMemoryResidentMib(2_048)
                .setMemoryActiveMib(1_024)
                .setMemoryBalloonMib(4_096)
                .setMemorySwapMib(0)
                .setDiskReadBytesTotal(grown * 4_096)
                .setDiskWriteBytesTotal(grown * 8_192)
                .setDiskReadOpsTotal(grown)
                .setDiskWriteOpsTotal(grown * 2)
                .setNetRxBytesTotal(grown * 1_500)
                .setNetTxBytesTotal(grown * 3_000)
                .setNetRxPacketsTotal(grown)
                .setNetTxPacketsTotal(grown * 2)
                .build();
    }
}
