package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.SharedState.SideField;
import io.atoll.ha.os.Posix;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Fifty times a second: count what was acknowledged, and make the cgroup what the lease says. Both enforcers do the same at
 * the same time; whichever comes first is right, because each decides from the same numbers and may only be too strict.
 * Allocates nothing in its rounds, except when something has changed.
 */
final class WatchLoop {
    static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final int ROUNDS_PER_CHECK = 5;

    private final SharedState state;
    private final Side side;
    private final SharedLease lease;
    private final ControlGroup group;
    private final WriterRole role;
    private final Housekeeping housekeeping;
    private final long started = Posix.bootNanos();
    private long lastRound = started;
    private long lastWord = -1;
    private int round;
    private SharedLease.Pools pools = SharedLease.Pools.NONE;

    /** What is done between rounds. */
    interface Housekeeping {
        /** False when the process shall end. */
        boolean look();
    }

    WatchLoop(
            SharedState state,
            Side side,
            SharedLease lease,
            ControlGroup group,
            WriterRole role,
            Housekeeping housekeeping) {
        this.state = state;
        this.side = side;
        this.lease = lease;
        this.group = group;
        this.role = role;
        this.housekeeping = housekeeping;
    }

    void pools(SharedLease.Pools next) {
        pools = next;
    }

    /** Until the housekeeping says that it is enough. */
    void run() {
        var goOn = true;
        while (goOn) {
            round();
            goOn = round % ROUNDS_PER_CHECK != 0 || housekeeping.look();
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }

    void round() {
        round++;
        var now = Posix.bootNanos();
        notePause(now);
        state.set(side, SideField.HEARTBEAT, now);
        // The phase first and the cgroup after it: what is found empty then has been empty in this phase.
        var word = state.word();
        var known = group.look();
        state.controlGroupError(group.error());
        if (Phase.of(word) == Phase.HOLDING) {
            hold(word, known, now);
        } else {
            keepEmpty(word, known, now);
        }
        if (word != lastWord) {
            lastWord = word;
            role.wake();
        }
        role.pet(now);
    }

    private void notePause(long now) {
        var pause = now - lastRound - PERIOD.toNanos();
        lastRound = now;
        if (now - started > WARM_UP.toNanos() && pause > state.get(side, SideField.LONGEST_PAUSE)) {
            state.set(side, SideField.LONGEST_PAUSE, pause);
        }
    }

    private void hold(long word, boolean known, long now) {
        switch (lease.verdict(word, pools)) {
            case RUN -> {
                state.killBegan(0);
                if (known && group.shallBeFrozen()) {
                    group.thaw();
                }
                state.frozen(false);
            }
            case FREEZE -> {
                if (known && !group.shallBeFrozen()) {
                    group.freeze();
                }
                state.frozen(true);
            }
            case AWAITED -> keepEmpty(word, known, now);
            case KILL -> {
                group.kill();
                group.freeze();
                if (state.enter(word, Phase.KILLED)) {
                    state.killBegan(now);
                }
            }
        }
    }

    /** Without a lease nothing runs: what is in the cgroup is ended, and what is put into it stands still until then. */
    private void keepEmpty(long word, boolean known, long now) {
        if (known && !group.shallBeFrozen()) {
            group.freeze();
        }
        if (known && !group.isPopulated()) {
            state.killBegan(0);
            if (!state.isEmptyIn(word)) {
                state.emptyIn(word);
                role.wake();
            }
            return;
        }
        if (state.killBegan() == 0) {
            state.killBegan(now);
        }
        if (known) {
            group.kill();
        }
    }
}
