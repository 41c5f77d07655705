package io.atoll.ha.enforcer;

import io.atoll.ha.enforcer.SharedState.PoolField;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.lease.HolderLease;
import io.atoll.ha.lease.LeaseTiming;
import io.atoll.ha.os.Posix;
import java.util.Arrays;

/**
 * The lease as both enforcers hold it: each counts renewals by itself, and what one has counted is good for the other. The
 * shared deadline only grows within a lease, so an enforcer that starts anew goes on where the pair was. For one thread.
 */
final class SharedLease {
    private final SharedState state;
    private LeaseTiming timing;
    private HolderLease mine;
    private long word;
    private long lastBeat;
    private final long[] lastAcknowledged = new long[EnforcerConfig.MOST_POOLS];

    /** What the enforcers do with the VMs. */
    enum Verdict {
        /** The lease was asked for and has not begun. */
        AWAITED,
        RUN,
        FREEZE,
        KILL
    }

    /**
     * Pools by their places, as bits.
     *
     * @param written where there are slots
     * @param counted those of them whose renewals count
     */
    record Pools(int written, int counted) {
        static final Pools NONE = new Pools(0, 0);
    }

    SharedLease(SharedState state, LeaseTiming timing) {
        this.state = state;
        this.timing = timing;
        this.mine = HolderLease.notHeld(timing);
    }

    /** A lease that ends later than new figures allow is cut short, never made longer. */
    void timing(LeaseTiming next) {
        timing = next;
        mine = HolderLease.notHeld(next);
        cutShort(state.deadline());
    }

    /**
     * Looks at what was acknowledged since the last look.
     *
     * @param present the word of a phase that holds
     * @param pools where there are slots
     */
    Verdict verdict(long present, Pools pools) {
        if (present != word) {
            word = present;
            mine = HolderLease.notHeld(timing);
            lastBeat = 0;
            Arrays.fill(lastAcknowledged, 0);
        }
        var deadline = state.deadline();
        if (deadline == 0) {
            return begins(pools.written()) ? Verdict.RUN : Verdict.AWAITED;
        }
        // The other enforcer may still go by a longer lease for a moment, when figures change.
        deadline = cutShort(deadline);
        if (deadline != mine.deadlineNanos()) {
            mine = HolderLease.restored(timing, deadline, Posix.bootNanos());
        }
        count(pools.counted());
        publish(deadline);
        return switch (mine.verdict(Posix.bootNanos())) {
            case RUN -> Verdict.RUN;
            case FREEZE -> Verdict.FREEZE;
            case KILL -> Verdict.KILL;
        };
    }

    private long cutShort(long seen) {
        var longest = Posix.bootNanos() + timing.lease().toNanos();
        var deadline = seen;
        while (deadline > longest && !state.moveDeadline(deadline, longest)) {
            deadline = state.deadline();
        }
        return Math.min(deadline, longest);
    }

    private void count(int pools) {
        var beat = state.beat();
        if (beat != lastBeat) {
            lastBeat = beat;
            mine.counted(Channel.ZOOKEEPER, beat, Posix.bootNanos());
        }
        for (var i = 0; i < EnforcerConfig.MOST_POOLS; i++) {
            var start = (pools & (1 << i)) == 0 ? 0 : state.get(i, PoolField.ACKNOWLEDGED);
            if (start != 0 && start != lastAcknowledged[i]) {
                lastAcknowledged[i] = start;
                mine.counted(Channel.STORAGE, start, Posix.bootNanos());
            }
        }
    }

    private void publish(long seen) {
        var deadline = seen;
        while (deadline < mine.deadlineNanos() && !state.moveDeadline(deadline, mine.deadlineNanos())) {
            deadline = state.deadline();
        }
    }

    /** A lease begins with a beat that was sent when no slot said RELEASED any more. */
    private boolean begins(int pools) {
        if (state.slotsHoldSince() == 0) {
            for (var i = 0; i < EnforcerConfig.MOST_POOLS; i++) {
                if ((pools & (1 << i)) != 0 && state.get(i, PoolField.SAYS_HOLDING) == 0) {
                    return false;
                }
            }
            state.slotsHoldSince(Posix.bootNanos());
        }
        var beat = state.beat();
        if (beat == lastBeat || beat < state.slotsHoldSince()) {
            return false;
        }
        lastBeat = beat;
        var begun = HolderLease.notHeld(timing);
        if (begun.begin(beat, Posix.bootNanos()) && state.moveDeadline(0, begun.deadlineNanos())) {
            mine = begun;
            return true;
        }
        return false;
    }
}
