package io.atoll.ha.lease;

import java.time.Duration;

/**
 * Rule H1 on the host that runs the VMs: until when may they run? Mutable and without garbage, because the enforcer lives in a
 * heap of 16 MB; not thread-safe. All times are nanoseconds of the host's CLOCK_BOOTTIME. Source: ha-monitor/docs/0001-protocol.md.
 */
public final class HolderLease {
    /** What must happen to the VMs now. */
    public enum Verdict {
        RUN,
        FREEZE,
        KILL
    }

    private final long leaseNanos;
    private final long freezeNanos;
    private final long ackWithinNanos;

    private boolean held;
    private long deadlineNanos;
    private long zookeeperStartNanos;
    private long storageStartNanos;
    private boolean zookeeperCounted;
    private boolean storageCounted;

    private HolderLease(LeaseTiming timing) {
        leaseNanos = timing.lease().toNanos();
        freezeNanos = timing.freezeAfter().toNanos();
        ackWithinNanos = timing.ackWithin().toNanos();
    }

    /** Nothing may run until {@link #begin}. */
    public static HolderLease notHeld(LeaseTiming timing) {
        return new HolderLease(timing);
    }

    /**
     * As an agent or enforcer finds it when it starts. Past its deadline it is over: kill before anything else. A deadline further
     * away than one lease cannot have been written by this boot's clock and is over too.
     */
    public static HolderLease restored(LeaseTiming timing, long storedDeadlineNanos, long nowNanos) {
        var lease = new HolderLease(timing);
        var left = storedDeadlineNanos - nowNanos;
        if (left > 0 && left <= lease.leaseNanos) {
            lease.held = true;
            lease.deadlineNanos = storedDeadlineNanos;
        }
        return lease;
    }

    /**
     * Begins a new lease. The caller vouches that nothing of an older lease runs any more, and that this renewal is a beat, started
     * after that, and after the slots were made HOLDING: a beat excludes a takeover that is under way, a slot alone does not.
     *
     * @param startNanos when the beat was sent
     * @param seenNanos when its acknowledgement was seen
     * @return false: acknowledged too late, or a lease is held already
     */
    public boolean begin(long startNanos, long seenNanos) {
        if (held(seenNanos) || !inTime(startNanos, seenNanos)) {
            return false;
        }
        held = true;
        deadlineNanos = startNanos + leaseNanos;
        zookeeperCounted = true;
        storageCounted = false;
        zookeeperStartNanos = startNanos;
        return true;
    }

    /**
     * A renewal was acknowledged. It counts when that was seen within A of its start and before the present deadline; a late one
     * never revives a lease.
     *
     * @return whether it counted
     */
    public boolean counted(Channel channel, long startNanos, long seenNanos) {
        if (!held(seenNanos) || !inTime(startNanos, seenNanos)) {
            return false;
        }
        switch (channel) {
            case ZOOKEEPER -> {
                zookeeperStartNanos = zookeeperCounted ? later(zookeeperStartNanos, startNanos) : startNanos;
                zookeeperCounted = true;
            }
            case STORAGE -> {
                storageStartNanos = storageCounted ? later(storageStartNanos, startNanos) : startNanos;
                storageCounted = true;
            }
        }
        deadlineNanos = later(deadlineNanos, startNanos + leaseNanos);
        return true;
    }

    /** The host was fenced, or gives its VMs up: nothing may run from now on. */
    public void revoke() {
        held = false;
    }

    /** Once the deadline has passed the answer stays KILL until {@link #begin}. */
    public Verdict verdict(long nowNanos) {
        if (!held(nowNanos)) {
            return Verdict.KILL;
        }
        return nowNanos - (deadlineNanos - leaseNanos) >= freezeNanos ? Verdict.FREEZE : Verdict.RUN;
    }

    /** When the VMs are killed unless a renewal counts before; meaningless where the verdict is KILL already. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Rule H3: whether so much of the lease is left that a VM may be started. */
    public boolean leaves(Duration needed, long nowNanos) {
        return held(nowNanos) && deadlineNanos - nowNanos >= needed.toNanos();
    }

    /** Whether a renewal on this channel counted so recently that it alone would keep the VMs running. */
    public boolean carriedBy(Channel channel, long nowNanos) {
        return switch (channel) {
            case ZOOKEEPER -> zookeeperCounted && nowNanos - zookeeperStartNanos < freezeNanos;
            case STORAGE -> storageCounted && nowNanos - storageStartNanos < freezeNanos;
        };
    }

    private boolean held(long nowNanos) {
        if (held && nowNanos - deadlineNanos >= 0) {
            held = false;
        }
        return held;
    }

    private boolean inTime(long startNanos, long seenNanos) {
        var took = seenNanos - startNanos;
        return took >= 0 && took <= ackWithinNanos;
    }

    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
