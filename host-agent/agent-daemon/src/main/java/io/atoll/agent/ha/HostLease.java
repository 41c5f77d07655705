package io.atoll.agent.ha;

import io.atoll.ha.enforcer.EnforcerLink;
import io.atoll.ha.enforcer.EnforcerStatus;
import io.atoll.ha.enforcer.HoldAnswer;
import io.atoll.ha.enforcer.Phase;
import io.atoll.ha.storage.BootClock;
import io.atoll.ha.zk.lease.BeatChannel;
import io.atoll.ha.zk.lease.Fence;
import io.atoll.ha.zk.lease.Joining;
import io.atoll.ha.zk.lease.Renewal;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this host's lease: beats once a second from a thread of its own, begins a new lease when there is none, and obeys a
 * raised fence. The slots are the enforcers' part, and so is the end of VMs whose lease is over (rules H1 and H2).
 */
final class HostLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostLease.class);
    private static final Duration HOLD_PATIENCE = Duration.ofSeconds(3);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final BeatChannel beats;
    private final EnforcerLink enforcers;
    private final String bootId;
    private final long everyNanos;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable String trouble;

    /** Begins at once. */
    HostLease(BeatChannel beats, EnforcerLink enforcers, String bootId, Duration every) {
        this.beats = beats;
        this.enforcers = enforcers;
        this.bootId = bootId;
        this.everyNanos = every.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("ha-beat").start(this::run);
    }

    /** Why the last attempt to beat did not work; null: it did. */
    @Nullable
    String trouble() {
        return trouble;
    }

    private void run() {
        var next = BootClock.nanos();
        while (!closed) {
            try {
                turn();
            } catch (RuntimeException e) {
                note("The lease could not be renewed: " + e.getMessage());
                LOG.warn("Renewing the lease failed", e);
            }
            var now = BootClock.nanos();
            next = Math.max(next + everyNanos, now);
            LockSupport.parkNanos(next - now);
        }
    }

    private void turn() {
        var status = enforcers.status();
        switch (status.phase()) {
            case IDLE, KILLED, RELEASED, PREPARING -> begin(status);
            case HOLDING, FROZEN -> {
                if (beats.joined() || joined(beats.join(bootId))) {
                    beat();
                }
            }
        }
    }

    /** Nothing of an older lease runs: only then may the fence be accepted, or opened where it is up. */
    private void begin(EnforcerStatus status) {
        if (status.phase() != Phase.IDLE && !status.empty()) {
            note("The last lease is over and its VMs are being ended.");
            return;
        }
        var joining = beats.join(bootId);
        if (joining instanceof Joining.Closed(var fence)) {
            LOG.warn("This host was taken over and opens its fence again proof=\"{}\"", fence.proof());
            joining = beats.open(bootId, fence);
        }
        if (!joined(joining)) {
            return;
        }
        switch (enforcers.hold(HOLD_PATIENCE)) {
            case HoldAnswer.Begun _ -> beat();
            case HoldAnswer.Refused(var why) -> note("No new lease: " + why);
        }
    }

    private boolean joined(Joining joining) {
        switch (joining) {
            case Joining.Joined _ -> {
                return true;
            }
            case Joining.Closed(var fence) -> obey(fence);
            case Joining.NotAdmitted() -> note("The manager has not admitted this host to HA yet.");
            case Joining.Failed(var reason) -> note(reason);
        }
        return false;
    }

    private void beat() {
        var start = BootClock.nanos();
        switch (beats.renew(bootId, start / NANOS_PER_MILLI)) {
            case Renewal.Acknowledged _ -> {
                enforcers.beat(start);
                if (trouble != null) {
                    LOG.info("The beat is acknowledged again");
                }
                trouble = null;
            }
            case Renewal.AcknowledgementLost _ -> note("ZooKeeper answered too late.");
            case Renewal.Fenced(var fence) -> obey(fence);
            case Renewal.Failed(var reason) -> note(reason);
        }
    }

    private void obey(Fence fence) {
        LOG.error("This host is fenced: its VMs are ended, they may run elsewhere proof=\"{}\"", fence.proof());
        enforcers.revoke();
        note("This host was taken over: %s.".formatted(fence.proof()));
    }

    private void note(String text) {
        if (!text.equals(trouble)) {
            LOG.info("No beat: {}", text);
        }
        trouble = text;
    }

    /** The enforcers go on without beats, so the lease lives by the slots for as long as no agent is there. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
