package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.ConfigFile.Versioned;
import io.atoll.ha.enforcer.SharedState.SideField;
import io.atoll.ha.os.Errno;
import io.atoll.ha.os.Posix;
import io.atoll.ha.storage.PoolLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The process: {@code EnforcerMain RUN_DIRECTORY A|B [ordinary]}. Does its first round before anything else that takes time. */
public final class EnforcerMain {
    /** As the last argument: without real-time priority. */
    static final String ORDINARY = "ordinary";

    static final int PRIORITY = 50;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Path runDirectory;
    private final Side side;
    private final SharedState state;
    private final SharedLease lease;
    private final WriterRole role;
    private final Partner partner;
    private final WatchLoop loop;
    private final @Nullable Object stateFile;
    private long configVersion;
    private int checks;

    private EnforcerMain(Path runDirectory, Side side, SharedState state, Versioned config) throws IOException {
        this.runDirectory = runDirectory;
        this.side = side;
        this.state = state;
        this.stateFile = stateFileKey();
        this.lease = new SharedLease(state, config.config().timing());
        this.role = new WriterRole(runDirectory, state, side, config);
        this.partner = new Partner(runDirectory, state, side.other(), config.launch());
        var group = new ControlGroup(config.config().controlGroup());
        this.loop = new WatchLoop(state, side, lease, group, role, this::look);
        this.configVersion = config.version();
        loop.pools(pools(config));
    }

    static void main(String[] arguments) {
        var ordinary = arguments.length == 3 && arguments[2].equals(ORDINARY);
        if (arguments.length != 2 && !ordinary) {
            System.err.println("An enforcer is started by the agent, with its run directory and its side.");
            System.exit(2);
        }
        var runDirectory = Path.of(arguments[0]);
        var side = Side.valueOf(arguments[1]);
        Posix.newSession();
        try {
            var lock = ProcessLock.open(ProcessLock.ofSide(runDirectory, side));
            if (!take(lock)) {
                return; // this side runs already
            }
            var enforcer =
                    new EnforcerMain(runDirectory, side, SharedState.open(runDirectory), ConfigFile.read(runDirectory));
            enforcer.run(!ordinary);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            System.err.println("The enforcer ends and is started anew: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    /** Whoever looks whether this side runs has the lock for a moment. */
    private static boolean take(ProcessLock lock) {
        var end = Posix.bootNanos() + PATIENCE.toNanos();
        while (!lock.take()) {
            if (Posix.bootNanos() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private void run(boolean realTime) throws IOException {
        state.set(side, SideField.PID, ProcessHandle.current().pid());
        state.set(side, SideField.LONGEST_PAUSE, 0);
        state.set(side, SideField.STARTS, state.get(side, SideField.STARTS) + 1);
        loop.round();
        role.look();
        partner.start();
        loop.round();
        state.set(side, SideField.MEMORY_LOCK_ERROR, -lockMemory());
        state.set(side, SideField.REAL_TIME_ERROR, realTime ? -realTime() : Errno.EPERM);
        loop.run();
        partner.stop();
        role.stop();
        Runtime.getRuntime().halt(0);
    }

    /** All but the Java library's file of 130 MB: its classes that are ever needed here are loaded by then. */
    private static int lockMemory() throws IOException {
        var result = Posix.lockMemory();
        for (var line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (line.endsWith("/lib/modules")) {
                var from = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
                var to = Long.parseUnsignedLong(line.substring(line.indexOf('-') + 1, line.indexOf(' ')), 16);
                Posix.unlockMemory(from, to - from);
            }
        }
        return result;
    }

    /** All threads there are, the virtual machine's own too: a compiler that waits makes the watch loop wait. */
    private static int realTime() throws IOException {
        var worst = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (var thread : threads) {
                var result =
                        Posix.realTime(Integer.parseInt(thread.getFileName().toString()), PRIORITY);
                worst = Math.min(worst, result);
            }
        }
        return worst;
    }

    private boolean look() {
        role.look();
        if (state.configVersion() != configVersion) {
            reload();
        }
        if (state.shallQuit() && Phase.of(state.word()) != Phase.HOLDING && state.isEmptyIn(state.word())) {
            return false;
        }
        checks++;
        if (checks % 10 == 0 && isReplaced()) {
            System.err.println("Another pair of enforcers was set up in this one's place.");
            return false;
        }
        return true;
    }

    private void reload() {
        configVersion = state.configVersion();
        try {
            var config = ConfigFile.read(runDirectory);
            configVersion = config.version();
            lease.timing(config.config().timing());
            role.apply(config);
            partner.launch(config.launch());
            loop.pools(pools(config));
        } catch (IOException e) {
            System.err.println("The configuration stays as it was: " + e.getMessage());
        }
    }

    private static SharedLease.Pools pools(Versioned config) {
        return new SharedLease.Pools(
                bits(config, _ -> true), bits(config, pool -> config.config().counts(pool)));
    }

    private static int bits(Versioned config, Predicate<PoolLocation> which) {
        return config.places().entrySet().stream()
                .filter(place -> which.test(place.getValue()))
                .mapToInt(place -> 1 << place.getKey())
                .sum();
    }

    private boolean isReplaced() {
        var now = stateFileKey();
        return now != null && !Objects.equals(now, stateFile);
    }

    private @Nullable Object stateFileKey() {
        try {
            return Files.readAttributes(runDirectory.resolve(SharedState.FILE), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException _) {
            return null; // somebody removed it; the pair goes on with what it has mapped
        }
    }
}
