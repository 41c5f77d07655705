package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.EnforcerStatus.WatchdogState;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * What the agent and the two enforcers know together: numbers in a file that all three have mapped. Each number is read and
 * written whole. It belongs on a file system in memory; nothing is ever written through. Layout: 0006-enforcers.md.
 */
final class SharedState {
    static final String FILE = "enforcer.state";
    static final int BYTES = 4096;
    /** "ATOLLENF" */
    private static final long MAGIC = 0x41544f4c4c454e46L;

    private static final long VERSION = 1;

    private static final long MAGIC_AT = 0;
    private static final long VERSION_AT = 8;
    private static final long BOOT_HIGH = 16;
    private static final long BOOT_LOW = 24;
    private static final long CONFIG_VERSION = 32;
    private static final long QUIT = 40;
    private static final long WORD = 48;
    private static final long DEADLINE = 56;
    private static final long SLOTS_HOLD_SINCE = 64;
    private static final long BEAT = 72;
    private static final long SEQUENCE = 80;
    private static final long EPOCH_FLOOR = 88;
    private static final long KILL_BEGAN = 96;
    private static final long EMPTY_IN = 104;
    private static final long FROZEN = 112;
    private static final long WATCHDOG = 120;
    private static final long CONTROL_GROUP_ERROR = 128;

    private static final long SIDES = 512;
    private static final long SIDE_BYTES = 256;
    private static final long POOLS = 1024;
    private static final long POOL_BYTES = 128;

    private static final List<WatchdogState> WATCHDOG_STATES = List.of(WatchdogState.values());

    private static final VarHandle NUMBER = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment memory;

    private SharedState(MemorySegment memory) {
        this.memory = memory;
    }

    /** Numbers of one enforcer. */
    enum SideField {
        PID(0),
        HEARTBEAT(8),
        LONGEST_PAUSE(16),
        REAL_TIME_ERROR(24),
        MEMORY_LOCK_ERROR(32),
        WRITER(40),
        STARTS(48);

        private final long at;

        SideField(long at) {
            this.at = at;
        }
    }

    /** Numbers of one pool; pools have the order of the configuration. */
    enum PoolField {
        ACKNOWLEDGED(0),
        WAITING_SINCE(8),
        FAILURES(16),
        LAST_ERROR(24),
        /** Generation of the phase in which RELEASED was acknowledged. */
        RELEASED_IN(32),
        /** Not 0 while a write of RELEASED may still reach the storage. */
        RELEASING(40),
        /** Not 0 when the last thing that reached the storage is known to be HOLDING. */
        SAYS_HOLDING(48),
        /** Not 0 when a block of this host has reached the storage since the pool got its place. */
        WRITTEN(56);

        private final long at;

        PoolField(long at) {
            this.at = at;
        }
    }

    static void create(Path runDirectory, UUID bootId) throws IOException {
        var draft = Files.createTempFile(runDirectory, FILE, ".tmp");
        try (var channel = FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.ofAuto());
            memory.set(ValueLayout.JAVA_LONG, VERSION_AT, VERSION);
            memory.set(ValueLayout.JAVA_LONG, BOOT_HIGH, bootId.getMostSignificantBits());
            memory.set(ValueLayout.JAVA_LONG, BOOT_LOW, bootId.getLeastSignificantBits());
            // Not 0, which is what nobody has written yet: nothing is known to be empty or released in the first phase.
            memory.set(ValueLayout.JAVA_LONG, WORD, (1L << Byte.SIZE) | Phase.IDLE.code());
            memory.set(ValueLayout.JAVA_LONG, MAGIC_AT, MAGIC);
        }
        Files.move(draft, runDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Fails when the file is not there, or made by a program that means something else with it. */
    static SharedState open(Path runDirectory) throws IOException {
        var file = runDirectory.resolve(FILE);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != BYTES) {
                throw new IOException("%s has %d bytes instead of %d.".formatted(file, channel.size(), BYTES));
            }
            var state = new SharedState(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.global()));
            if (state.get(MAGIC_AT) != MAGIC || state.get(VERSION_AT) != VERSION) {
                throw new IOException("%s was made by another version (%d) than this program's (%d)."
                        .formatted(file, state.get(VERSION_AT), VERSION));
            }
            return state;
        }
    }

    boolean isOfBoot(UUID bootId) {
        return get(BOOT_HIGH) == bootId.getMostSignificantBits() && get(BOOT_LOW) == bootId.getLeastSignificantBits();
    }

    /** The phase with a number that grows with each change, so that two phases are never taken for one. */
    long word() {
        return get(WORD);
    }

    Phase phase() {
        return Phase.of(word());
    }

    static long generation(long word) {
        return word >>> Byte.SIZE;
    }

    /** Whether the phase was still {@code from} and is {@code next} now. */
    boolean enter(long from, Phase next) {
        var word = ((generation(from) + 1) << Byte.SIZE) | next.code();
        return NUMBER.compareAndSet(memory, WORD, from, word);
    }

    long deadline() {
        return get(DEADLINE);
    }

    /** False when somebody else has moved it meanwhile. */
    boolean moveDeadline(long from, long to) {
        return NUMBER.compareAndSet(memory, DEADLINE, from, to);
    }

    /** Since when no slot of this host says RELEASED any more; 0 when one may. */
    long slotsHoldSince() {
        return get(SLOTS_HOLD_SINCE);
    }

    void slotsHoldSince(long nanos) {
        set(SLOTS_HOLD_SINCE, nanos);
    }

    /** For a phase in which nobody looks at these. */
    void prepareLease() {
        set(DEADLINE, 0);
        set(BEAT, 0);
        set(SLOTS_HOLD_SINCE, 0);
    }

    long beat() {
        return get(BEAT);
    }

    void beat(long startNanos) {
        set(BEAT, startNanos);
    }

    long nextSequence() {
        return (long) NUMBER.getAndAdd(memory, SEQUENCE, 1L) + 1;
    }

    long epochFloor() {
        return get(EPOCH_FLOOR);
    }

    void epochFloor(long epoch) {
        set(EPOCH_FLOOR, epoch);
    }

    long configVersion() {
        return get(CONFIG_VERSION);
    }

    void configVersion(long version) {
        set(CONFIG_VERSION, version);
    }

    boolean shallQuit() {
        return get(QUIT) != 0;
    }

    void quit(boolean wanted) {
        set(QUIT, wanted ? 1 : 0);
    }

    /** When the cgroup was first found with something in it although it must be empty; 0 when it is empty. */
    long killBegan() {
        return get(KILL_BEGAN);
    }

    void killBegan(long nanos) {
        set(KILL_BEGAN, nanos);
    }

    /** Whether the cgroup was found empty in the phase of this word. */
    boolean isEmptyIn(long word) {
        return get(EMPTY_IN) == word;
    }

    void emptyIn(long word) {
        set(EMPTY_IN, word);
    }

    boolean isFrozen() {
        return get(FROZEN) != 0;
    }

    void frozen(boolean now) {
        set(FROZEN, now ? 1 : 0);
    }

    int controlGroupError() {
        return (int) get(CONTROL_GROUP_ERROR);
    }

    void controlGroupError(int errorNumber) {
        set(CONTROL_GROUP_ERROR, errorNumber);
    }

    WatchdogState watchdog() {
        return WATCHDOG_STATES.get((int) get(WATCHDOG));
    }

    void watchdog(WatchdogState next) {
        set(WATCHDOG, WATCHDOG_STATES.indexOf(next));
    }

    long get(Side side, SideField field) {
        return get(SIDES + side.place() * SIDE_BYTES + field.at);
    }

    void set(Side side, SideField field, long value) {
        set(SIDES + side.place() * SIDE_BYTES + field.at, value);
    }

    /** For a place that gets another pool. */
    void clear(int pool) {
        for (var at = 0L; at < POOL_BYTES; at += Long.BYTES) {
            set(POOLS + pool * POOL_BYTES + at, 0);
        }
    }

    long get(int pool, PoolField field) {
        return get(POOLS + pool * POOL_BYTES + field.at);
    }

    void set(int pool, PoolField field, long value) {
        set(POOLS + pool * POOL_BYTES + field.at, value);
    }

    private long get(long at) {
        return (long) NUMBER.getVolatile(memory, at);
    }

    private void set(long at, long value) {
        NUMBER.setVolatile(memory, at, value);
    }
}
