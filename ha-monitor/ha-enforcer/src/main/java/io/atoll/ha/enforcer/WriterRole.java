package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.ConfigFile.Versioned;
import io.atoll.ha.enforcer.SharedState.PoolField;
import io.atoll.ha.enforcer.SharedState.SideField;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one of the two enforcers that writes slots and pets the watchdog. Whoever gets the lock is it, until its last thread
 * has ended: a write that hangs in the kernel keeps the lock, so no block of a dead writer overtakes one of the next.
 */
final class WriterRole {
    private static final Duration PET_EVERY = Duration.ofMillis(500);

    private final SharedState state;
    private final Side side;
    private final ProcessLock lock;
    private final @Nullable SlotWriter[] writers = new @Nullable SlotWriter[EnforcerConfig.MOST_POOLS];
    private Versioned config;
    private Watchdog watchdog;
    private boolean mine;
    private long lastPet;

    WriterRole(Path runDirectory, SharedState state, Side side, Versioned config) throws IOException {
        this.state = state;
        this.side = side;
        this.config = config;
        this.lock = ProcessLock.open(runDirectory.resolve("writer.lock"));
        this.watchdog = watchdog(config);
    }

    /** Takes the role when it is free. */
    void look() {
        if (!mine && lock.take()) {
            mine = true;
            for (var i = 0; i < EnforcerConfig.MOST_POOLS; i++) {
                // The last writer has ended, to its last thread: nothing of its is on the way any more.
                state.set(i, PoolField.RELEASING, 0);
                state.set(i, PoolField.WAITING_SINCE, 0);
            }
            apply(config);
        }
        state.set(side, SideField.WRITER, mine ? 1 : 0);
    }

    void apply(Versioned next) {
        config = next;
        if (!mine) {
            watchdog = watchdog(next);
            return;
        }
        for (var i = 0; i < EnforcerConfig.MOST_POOLS; i++) {
            var wanted = next.places().get(i);
            var present = writers[i];
            if (present != null && present.pool().equals(wanted) && present.goesOnAs(next.config())) {
                continue;
            }
            if (present != null) {
                present.stop();
                writers[i] = null;
            }
            if (wanted != null) {
                var writer = new SlotWriter(state, next.config(), wanted, i);
                writers[i] = writer;
                writer.start();
            }
        }
        watchdog.open();
    }

    void wake() {
        for (var writer : writers) {
            if (writer != null) {
                writer.wake();
            }
        }
    }

    /** Gives the hardware its sign of life, unless VMs could not be ended in time. */
    void pet(long nowNanos) {
        if (!mine || nowNanos - lastPet < PET_EVERY.toNanos()) {
            return;
        }
        lastPet = nowNanos;
        var killBegan = state.killBegan();
        var limit = config.config().timing().killBound().toNanos();
        if (killBegan != 0 && nowNanos - killBegan > limit) {
            watchdog.letGo();
        } else {
            watchdog.pet();
        }
        state.watchdog(watchdog.state());
    }

    void stop() {
        for (var writer : writers) {
            if (writer != null) {
                writer.stop();
            }
        }
        watchdog.stop();
    }

    private static Watchdog watchdog(Versioned config) {
        return new Watchdog(config.config().watchdog(), (int)
                config.config().watchdogTimeout().toSeconds());
    }
}
