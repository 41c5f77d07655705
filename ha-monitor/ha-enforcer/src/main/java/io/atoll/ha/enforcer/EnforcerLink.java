package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.ConfigFile.Versioned;
import io.atoll.ha.enforcer.SharedState.PoolField;
import io.atoll.ha.os.Posix;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.model.VmEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of the enforcers. The pair lives on when the agent ends, and the next agent finds it with
 * {@link #start}. No call waits for storage. {@link #beat}, {@link #revoke}, {@link #release} and {@link #status} only touch
 * memory; {@link #hold} waits for a bounded time. Safe for use by many threads.
 */
public final class EnforcerLink {
    private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);
    private static final Duration TIME_TO_START = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final Path runDirectory;
    private final EnforcerLaunch launch;
    private final Map<Side, Long> startedNanos = new EnumMap<>(Side.class);
    private @Nullable SharedState state;
    private @Nullable Versioned config;

    private EnforcerLink(Path runDirectory, EnforcerLaunch launch) {
        this.runDirectory = runDirectory;
        this.launch = launch;
    }

    /** Takes a folder of the agent's own, on a file system in memory; makes it when it is missing. Starts nothing yet. */
    public static EnforcerLink open(Path runDirectory, EnforcerLaunch launch) throws IOException {
        Files.createDirectories(runDirectory);
        Files.setPosixFilePermissions(runDirectory, PosixFilePermissions.fromString("rwx------"));
        return new EnforcerLink(runDirectory.toAbsolutePath(), launch);
    }

    /** What the pair went by when an earlier agent of this boot let go of it; null: there was none. */
    public synchronized @Nullable EnforcerConfig previous(UUID bootId) throws IOException {
        if (!Files.exists(runDirectory.resolve(SharedState.FILE)) || isOfAnotherBoot(bootId)) {
            return null;
        }
        var known = readConfig();
        return known == null ? null : known.config();
    }

    /** Finds the pair as it is, with its lease, or starts it; either way it goes by {@code wanted} from now on. */
    public synchronized void start(EnforcerConfig wanted) throws IOException {
        var file = runDirectory.resolve(SharedState.FILE);
        if (state == null) {
            if (!Files.exists(file) || isOfAnotherBoot(wanted.bootId())) {
                SharedState.create(runDirectory, wanted.bootId());
            }
            state = SharedState.open(runDirectory);
            config = readConfig();
        }
        required().quit(false);
        update(wanted);
        ensureRunning();
    }

    /** Other pools, figures or paths. A lease that is held goes on; pools that stay keep what is known of them. */
    public synchronized void update(EnforcerConfig wanted) throws IOException {
        var shared = required();
        var previous = config == null ? new TreeMap<Integer, PoolLocation>() : config.places();
        var next = new Versioned(shared.configVersion() + 1, wanted, places(wanted, previous), launch);
        ConfigFile.write(runDirectory, next);
        config = next;
        shared.configVersion(next.version());
    }

    /**
     * Starts whichever of the two does not run; they do that for each other, but not when both have died. Call it once a
     * second: one that was just started is given time.
     */
    public synchronized void ensureRunning() throws IOException {
        for (var side : Side.values()) {
            var started = startedNanos.get(side);
            var isNew = started != null && Posix.bootNanos() - started < TIME_TO_START.toNanos();
            if (!isNew && !EnforcerProcess.runs(runDirectory, side)) {
                startedNanos.put(side, Posix.bootNanos());
                EnforcerProcess.start(runDirectory, launch, side);
            }
        }
    }

    /**
     * Begins a new lease, which nothing of an older one may survive: refused unless the cgroup is empty. The lease holds as
     * soon as every slot says HOLDING and a beat that was sent after that is acknowledged; see {@link #status}.
     *
     * @param patience how long a pool may take to answer what was asked of it before
     */
    public synchronized HoldAnswer hold(Duration patience) {
        var shared = required();
        var word = shared.word();
        if (Phase.of(word) == Phase.HOLDING) {
            return new HoldAnswer.Begun();
        }
        if (!isAlive(Side.A) && !isAlive(Side.B)) {
            return new HoldAnswer.Refused("No enforcer shows a sign of life.");
        }
        if (!shared.enter(word, Phase.PREPARING)) {
            return new HoldAnswer.Refused("Something else happened to the lease at the same time; try again.");
        }
        word = shared.word();
        var end = Posix.bootNanos() + patience.toNanos();
        var obstacle = obstacle(word);
        while (!obstacle.isEmpty() && Posix.bootNanos() < end) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            obstacle = obstacle(word);
        }
        if (!obstacle.isEmpty()) {
            shared.enter(word, Phase.KILLED);
            return new HoldAnswer.Refused(obstacle);
        }
        shared.prepareLease();
        return shared.enter(word, Phase.HOLDING)
                ? new HoldAnswer.Begun()
                : new HoldAnswer.Refused("The lease was taken away while it was being prepared.");
    }

    /** What stands in the way of a new lease; empty when nothing does. */
    private String obstacle(long word) {
        var shared = required();
        for (var place : known().places().entrySet()) {
            if (shared.get(place.getKey(), PoolField.RELEASING) != 0) {
                return "Pool %s has not acknowledged the end of the last lease yet."
                        .formatted(place.getValue().pool());
            }
        }
        return shared.isEmptyIn(word)
                ? ""
                : "The cgroup %s is not known to be empty."
                        .formatted(known().config().controlGroup());
    }

    /**
     * ZooKeeper has acknowledged a beat. Call it at once: a beat that the enforcers see more than a second after its start
     * does not count.
     *
     * @param startNanos when the beat was sent, on {@link io.atoll.ha.storage.BootClock}
     */
    public void beat(long startNanos) {
        var shared = required();
        if (startNanos > shared.beat()) {
            shared.beat(startNanos);
        }
    }

    /** A fence was found: whatever runs is ended now. */
    public void revoke() {
        leave(Phase.KILLED);
    }

    /** Gives the lease back: whatever runs is ended now, then every slot says so. Watch {@link #status} for the end of it. */
    public void release() {
        leave(Phase.RELEASED);
    }

    private void leave(Phase next) {
        var shared = required();
        var word = shared.word();
        while (Phase.of(word) != next && !shared.enter(word, next)) {
            word = shared.word();
        }
    }

    /** Slots say from the next renewal on that no VM has a higher epoch. Never goes back. */
    public synchronized void raiseEpochFloor(VmEpoch floor) {
        var shared = required();
        if (floor.value() > shared.epochFloor()) {
            shared.epochFloor(floor.value());
        }
    }

    /** How everything stands now. */
    public synchronized EnforcerStatus status() {
        return StatusReport.of(required(), known());
    }

    /** Ends the pair, as soon as no lease is held and the cgroup is empty; until then it goes on. */
    public void quit() {
        required().quit(true);
    }

    private boolean isAlive(Side side) {
        var age = Posix.bootNanos() - required().get(side, SharedState.SideField.HEARTBEAT);
        return age < SIGN_OF_LIFE.toNanos();
    }

    private boolean isOfAnotherBoot(UUID bootId) throws IOException {
        return !SharedState.open(runDirectory).isOfBoot(bootId);
    }

    private @Nullable Versioned readConfig() {
        try {
            return ConfigFile.read(runDirectory);
        } catch (IOException _) {
            return null; // none yet
        }
    }

    /** Pools that stay keep their place; a place is free again when nothing is on its way to its pool. */
    private SortedMap<Integer, PoolLocation> places(EnforcerConfig wanted, SortedMap<Integer, PoolLocation> previous) {
        var places = new TreeMap<Integer, PoolLocation>();
        for (var place : previous.entrySet()) {
            if (wanted.pools().contains(place.getValue())) {
                places.put(place.getKey(), place.getValue());
            }
        }
        for (var pool : wanted.pools()) {
            if (!places.containsValue(pool)) {
                var free = freePlace(places, previous);
                required().clear(free);
                places.put(free, pool);
            }
        }
        return places;
    }

    /** Not a place that was another pool's a moment ago, if possible: its writer may not know yet that it is to end. */
    private int freePlace(SortedMap<Integer, PoolLocation> taken, SortedMap<Integer, PoolLocation> previous) {
        var best = -1;
        for (var i = 0; i < EnforcerConfig.MOST_POOLS; i++) {
            if (!taken.containsKey(i) && required().get(i, PoolField.WAITING_SINCE) == 0) {
                best = best < 0 || previous.containsKey(best) ? i : best;
            }
        }
        if (best >= 0) {
            return best;
        }
        throw new IllegalStateException(
                "No place for another pool: pools that were removed have not answered yet. Try again later.");
    }

    private SharedState required() {
        var shared = state;
        if (shared == null) {
            throw new IllegalStateException("The enforcers were not started.");
        }
        return shared;
    }

    private Versioned known() {
        var versioned = config;
        if (versioned == null) {
            throw new IllegalStateException("The enforcers were not configured.");
        }
        return versioned;
    }
}
