package io.atoll.ha.enforcer;

import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A host for one test: real enforcers, a real cgroup with real processes in it, pools as folders on a real disk. */
final class TestHost implements AutoCloseable {
    private static final List<Path> HIERARCHIES = List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"));

    final UUID installation = UUID.randomUUID();
    final HostId id = new HostId(UUID.randomUUID());
    final UUID bootId = UUID.randomUUID();
    final Path folder;
    final Path controlGroup;
    EnforcerLink link;
    private final List<Process> processes = new ArrayList<>();
    private @Nullable Thread beats;

    TestHost(Path folder) throws IOException {
        this.folder = folder;
        this.controlGroup = hierarchy()
                .orElseThrow()
                .resolve("atoll-test-" + UUID.randomUUID())
                .resolve("ha");
        Files.createDirectories(controlGroup);
        this.link = EnforcerLink.open(runDirectory(), EnforcerLaunch.likeThisProcess());
    }

    /** A unified hierarchy in which this user may make cgroups. */
    static Optional<Path> hierarchy() {
        return HIERARCHIES.stream()
                .filter(path -> Files.exists(path.resolve("cgroup.controllers")) && Files.isWritable(path))
                .findFirst();
    }

    Path runDirectory() {
        return folder.resolve("run");
    }

    PoolLocation pool(String name) throws IOException {
        var pool = new PoolLocation(new PoolId(UUID.randomUUID()), folder.resolve(name));
        Files.createDirectories(pool.root());
        Files.writeString(pool.root().resolve(".atoll-pool"), "{\"poolId\":\"%s\"}".formatted(pool.pool()));
        return pool;
    }

    EnforcerConfig config(PoolLocation... pools) {
        return EnforcerConfig.of(installation, id, bootId, controlGroup, List.of(pools))
                .withTiming(LeaseTiming.TWO_CHANNELS);
    }

    void start(PoolLocation... pools) throws IOException {
        link.start(config(pools));
        await("both enforcers live", status -> status.processes().stream().allMatch(p -> p.alive()));
    }

    /** What an agent does: a beat each second, acknowledged at once. */
    void beatEverySecond() {
        var running = new Thread(this::beatUntilInterrupted);
        running.start();
        beats = running;
    }

    private void beatUntilInterrupted() {
        try {
            while (true) {
                link.beat(BootClock.nanos());
                Thread.sleep(1000);
            }
        } catch (InterruptedException _) {
            // no more beats
        }
    }

    void stopBeating() {
        var running = beats;
        if (running != null) {
            running.interrupt();
            beats = null;
        }
    }

    void holdLease() {
        var answer = link.hold(Duration.ofSeconds(10));
        if (!(answer instanceof HoldAnswer.Begun)) {
            throw new AssertionError(answer);
        }
        await("the lease holds", status -> status.holdsFor(Duration.ofSeconds(2)));
        await("thawed", _ -> !isFrozen()); // the lease is there a moment before the cgroup goes on
    }

    /** A process in a cgroup of its own below the one that is watched, like a VM's. */
    Process vm() throws IOException {
        var process = new ProcessBuilder("sleep", "600").start();
        processes.add(process);
        var group = Files.createDirectories(controlGroup.resolve(UUID.randomUUID() + "@1"));
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
        return process;
    }

    boolean isPopulated() {
        return event("populated 1");
    }

    boolean isFrozen() {
        return event("frozen 1");
    }

    private boolean event(String line) {
        try {
            return Files.readAllLines(controlGroup.resolve("cgroup.events")).contains(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits generously; fails with the last status. */
    EnforcerStatus await(String what, Predicate<EnforcerStatus> condition) {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            var status = link.status();
            if (condition.test(status)) {
                return status;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Never came: %s; now %s".formatted(what, status));
            }
            pause();
        }
    }

    /** What an agent does when both have died, until two others live. */
    void awaitPair(long firstOld, long secondOld) {
        await("both back", status -> {
            try {
                link.ensureRunning();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return status.processes().stream()
                    .allMatch(process -> process.alive() && process.pid() != firstOld && process.pid() != secondOld);
        });
    }

    static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a signal to a process this test started, by its number. */
    static void signal(String name, long pid) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    long pid(Side side) {
        return link.status().processes().get(side.place()).pid();
    }

    @Override
    public void close() throws IOException {
        stopBeating();
        processes.forEach(Process::destroyForcibly);
        if (Files.exists(runDirectory().resolve(SharedState.FILE))) {
            endEnforcers();
        }
        removeGroups();
    }

    private void endEnforcers() throws IOException {
        link.revoke();
        link.quit();
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (var side : Side.values()) {
            while (EnforcerProcess.runs(runDirectory(), side)) {
                if (System.nanoTime() > end) {
                    ProcessHandle.of(pid(side)).ifPresent(ProcessHandle::destroyForcibly);
                }
                pause();
            }
        }
    }

    private void removeGroups() throws IOException {
        var top = Objects.requireNonNull(controlGroup.getParent());
        try (var groups = Files.walk(top)) {
            for (var group : groups.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(group);
            }
        }
    }
}
