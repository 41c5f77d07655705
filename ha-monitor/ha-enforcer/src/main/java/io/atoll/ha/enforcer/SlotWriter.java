package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.SharedState.PoolField;
import io.atoll.ha.os.Errno;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import io.atoll.ha.storage.LeaseSlot;
import io.atoll.ha.storage.PoolLocation;
import io.atoll.ha.storage.SlotContent;
import io.atoll.model.VmEpoch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the host's slot on one pool saying what is true. A thread of its own, since a pool may take for ever; blocks of one
 * pool reach the storage in the order they were made, because there is never more than one on its way.
 */
final class SlotWriter {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final SharedState state;
    private final PoolLocation pool;
    private final int place;
    private final LeaseSlot slot;
    private final Thread thread;
    private volatile EnforcerConfig config;
    private volatile boolean stopped;

    SlotWriter(SharedState state, EnforcerConfig config, PoolLocation pool, int place) {
        this.state = state;
        this.config = config;
        this.pool = pool;
        this.place = place;
        this.slot = new LeaseSlot(pool, config.host());
        this.thread = Thread.ofPlatform().daemon().name("slot-" + place).unstarted(this::serve);
    }

    PoolLocation pool() {
        return pool;
    }

    /**
     * Goes by other figures from the next block on; false when it is another host's slot now. The thread stays: a second
     * one's block could overtake one that is still on its way.
     */
    boolean goesOnAs(EnforcerConfig next) {
        var same = config.host().equals(next.host()) && config.installation().equals(next.installation());
        if (same) {
            config = next;
        }
        return same;
    }

    void start() {
        thread.start();
    }

    /** The phase has changed: look now. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends after the write it is in, if any. */
    void stop() {
        stopped = true;
        wake();
    }

    private void serve() {
        var next = Posix.bootNanos();
        var seen = -1L;
        while (!stopped) {
            var word = state.word();
            var now = Posix.bootNanos();
            if (word != seen || now >= next) {
                if (attempt(word)) {
                    next = now + config.timing().renewEvery().toNanos();
                    seen = word;
                }
            }
            var pause = Math.min(LOOK_AGAIN.toNanos(), Math.max(1, next - Posix.bootNanos()));
            LockSupport.parkNanos(pause);
        }
        slot.close();
    }

    /** False when it is too early to say anything. */
    private boolean attempt(long word) {
        return switch (Phase.of(word)) {
            case HOLDING -> {
                renew(word);
                yield true;
            }
            // A host that has never held a lease says so too: a slot that was never written could not be told from one
            // lost.
            case IDLE, KILLED, RELEASED -> state.isEmptyIn(word) && release(word);
            case PREPARING, FROZEN -> true;
        };
    }

    private void renew(long word) {
        var start = Posix.bootNanos();
        if (write(SlotContent.State.HOLDING, start) && state.word() == word) {
            state.set(place, PoolField.SAYS_HOLDING, 1);
            state.set(place, PoolField.ACKNOWLEDGED, start);
        }
    }

    private boolean release(long word) {
        if (state.get(place, PoolField.RELEASED_IN) == word) {
            return true;
        }
        // The agent, about to ask for a lease, changes the phase and then looks at this: one of us sees the other.
        state.set(place, PoolField.RELEASING, 1);
        if (state.word() == word) {
            state.set(place, PoolField.SAYS_HOLDING, 0);
            if (write(SlotContent.State.RELEASED, Posix.bootNanos())) {
                state.set(place, PoolField.RELEASED_IN, word);
            }
        }
        state.set(place, PoolField.RELEASING, 0);
        return true;
    }

    private boolean write(SlotContent.State what, long start) {
        state.set(place, PoolField.WAITING_SINCE, start);
        try {
            slot.write(new SlotContent(
                    config.installation(),
                    config.host(),
                    config.bootId(),
                    state.nextSequence(),
                    what,
                    new VmEpoch(state.epochFloor()),
                    config.timing().lease()));
            state.set(place, PoolField.LAST_ERROR, 0);
            state.set(place, PoolField.WRITTEN, 1);
            return true;
        } catch (IOException e) {
            state.set(place, PoolField.FAILURES, state.get(place, PoolField.FAILURES) + 1);
            state.set(
                    place,
                    PoolField.LAST_ERROR,
                    e instanceof PosixException refused ? refused.errorNumber() : Errno.EIO);
            return false;
        } finally {
            state.set(place, PoolField.WAITING_SINCE, 0);
        }
    }
}
