package io.atoll.ha.enforcer.bench;

import io.atoll.ha.enforcer.EnforcerConfig;
import io.atoll.ha.enforcer.EnforcerLaunch;
import io.atoll.ha.enforcer.EnforcerLink;
import io.atoll.ha.enforcer.EnforcerStatus;
import io.atoll.ha.enforcer.HoldAnswer;
import io.atoll.ha.enforcer.Phase;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code EnforcerBench FOLDER RUN_DIRECTORY CGROUP MINUTES rt|ordinary}: a real pair holds a lease over one pool in FOLDER and over beats,
 * while every core and one more is kept busy by ordinary processes. Prints the longest pause of each enforcer's watch loop,
 * and fails when the lease was lost or a pause was 250 ms or longer.
 */
public final class EnforcerBench {
    private static final Duration TARGET = Duration.ofMillis(250);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private EnforcerBench() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        var folder = Path.of(arguments[0]).toAbsolutePath();
        var minutes = Duration.ofMinutes(Long.parseLong(arguments[3]));
        var launch = EnforcerLaunch.likeThisProcess().withRealTime(arguments[4].equals("rt"));
        var group = Path.of(arguments[2]);
        var link = EnforcerLink.open(Path.of(arguments[1]), launch);
        var config = EnforcerConfig.of(
                UUID.randomUUID(), new HostId(UUID.randomUUID()), UUID.randomUUID(), group, List.of(pool(folder)));
        var load = busy(launch);
        try {
            link.start(config);
            var outcome = measure(link, minutes);
            report(outcome, minutes, load.size());
            link.release();
            link.quit();
            var slow =
                    outcome.processes().stream().anyMatch(p -> p.longestPause().compareTo(TARGET) >= 0);
            System.exit(slow || outcome.phase() != Phase.HOLDING ? 1 : 0);
        } finally {
            load.forEach(Process::destroyForcibly);
        }
    }

    private static EnforcerStatus measure(EnforcerLink link, Duration length) throws InterruptedException {
        while (!link.status().processes().stream().allMatch(EnforcerStatus.ProcessStatus::alive)) {
            Thread.sleep(BEAT);
        }
        if (link.hold(Duration.ofSeconds(30)) instanceof HoldAnswer.Refused(var why)) {
            throw new IllegalStateException(why);
        }
        var end = BootClock.nanos() + length.toNanos();
        while (BootClock.nanos() < end) {
            link.beat(BootClock.nanos());
            Thread.sleep(BEAT);
        }
        return link.status();
    }

    private static void report(EnforcerStatus status, Duration length, int busy) {
        System.out.printf("%d min, %d busy processes, phase %s%n", length.toMinutes(), busy, status.phase());
        for (var process : status.processes()) {
            System.out.printf(
                    "enforcer %s: longest pause %.1f ms, real time %s, memory locked %s, starts %d%n",
                    process.side(),
                    process.longestPause().toNanos() / 1e6,
                    process.realTime(),
                    process.memoryLocked(),
                    process.starts());
        }
        status.problems().forEach(System.out::println);
    }

    private static PoolLocation pool(Path folder) throws IOException {
        var pool = new PoolLocation(new PoolId(UUID.randomUUID()), Files.createDirectories(folder));
        Files.writeString(folder.resolve(".atoll-pool"), "{\"poolId\":\"%s\"}".formatted(pool.pool()));
        return pool;
    }

    private static List<Process> busy(EnforcerLaunch launch) throws IOException {
        var load = new ArrayList<Process>();
        for (var i = 0; i < Runtime.getRuntime().availableProcessors() + 1; i++) {
            load.add(new ProcessBuilder(
                            launch.java().toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-classpath",
                            launch.classPath(),
                            BusyLoop.class.getName())
                    .inheritIO()
                    .start());
        }
        return load;
    }
}
