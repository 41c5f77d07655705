package io.atoll.ha.sim.host;

import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.Channel;
import io.atoll.ha.lease.HolderLease;
import io.atoll.ha.lease.LeaseTiming;

/** The page of memory that agent and enforcers of a host share. It outlives them, not the boot. */
public final class LeasePage {
    private final LeaseTiming timing;
    private final BootId boot;
    private final AckHabit habit;
    private HolderLease lease;
    private long sequence;
    private long lastBeatLocalNs;

    /** How acknowledgements are counted: by the production rule, or weakened, to see whether the checker notices. */
    public enum AckHabit {
        BY_THE_RULE,
        /** A late acknowledgement counts as if it had been just in time. */
        LATE_COUNTS,
        /** The deadline is counted from the acknowledgement. */
        FROM_ACKNOWLEDGEMENT
    }

    LeasePage(LeaseTiming timing, BootId boot, AckHabit habit) {
        this.timing = timing;
        this.boot = boot;
        this.habit = habit;
        lease = HolderLease.notHeld(timing);
    }

    public LeaseTiming timing() {
        return timing;
    }

    public BootId boot() {
        return boot;
    }

    public HolderLease lease() {
        return lease;
    }

    /** The start of the last beat that was counted in this boot; 0: there was none. */
    public long lastBeatLocalNs() {
        return lastBeatLocalNs;
    }

    /** Begins a lease with this beat. */
    public boolean begin(long startLocalNs, long seenLocalNs) {
        var began = lease.begin(startLocalNs, seenLocalNs);
        if (began) {
            lastBeatLocalNs = startLocalNs;
        }
        return began;
    }

    /** One counter for beats and slots, so that no value comes twice. */
    public long nextSequence() {
        return ++sequence;
    }

    /** What an enforcer does that starts: it trusts nothing but the deadline. */
    void restore(long nowLocalNs) {
        lease = HolderLease.restored(timing, lease.deadlineNanos(), nowLocalNs);
    }

    /** A renewal was acknowledged. */
    public void counted(Channel channel, long startLocalNs, long seenLocalNs) {
        var counted = switch (habit) {
            case BY_THE_RULE -> lease.counted(channel, startLocalNs, seenLocalNs);
            case FROM_ACKNOWLEDGEMENT -> lease.counted(channel, seenLocalNs, seenLocalNs);
            case LATE_COUNTS -> {
                var justInTime = seenLocalNs - timing.ackWithin().toNanos();
                yield lease.counted(channel, Math.max(startLocalNs, justInTime), seenLocalNs);
            }
        };
        if (counted && channel == Channel.ZOOKEEPER) {
            lastBeatLocalNs = Math.max(lastBeatLocalNs, startLocalNs);
        }
    }

    /** For the variant that lives by its session: a lease for as long as nobody says otherwise. */
    public void force(long nowLocalNs) {
        lease = HolderLease.restored(timing, nowLocalNs + timing.lease().toNanos(), nowLocalNs);
    }
}
