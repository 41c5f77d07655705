package io.atoll.manager.pki.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps what is known of revocations fresh, and renews this manager's own certificates in time. */
final class PkiCare implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PkiCare.class);
    private static final Duration LOOK_AT_REVOCATIONS = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_CERTIFICATES = Duration.ofMinutes(1);

    private final Revocations revocations;
    private final List<OwnIdentity> identities;
    private @Nullable ScheduledExecutorService timer;

    PkiCare(Revocations revocations, List<OwnIdentity> identities) {
        this.revocations = revocations;
        this.identities = List.copyOf(identities);
    }

    @Override
    public synchronized void start() {
        var running = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("atoll-pki").factory());
        repeat(running, LOOK_AT_REVOCATIONS, revocations::refresh);
        repeat(running, LOOK_AT_CERTIFICATES, () -> identities.forEach(OwnIdentity::renewIfDue));
        timer = running;
    }

    private static void repeat(ScheduledExecutorService timer, Duration every, Runnable action) {
        var failing = new AtomicBoolean();
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        action.run();
                        failing.set(false);
                    } catch (RuntimeException e) {
                        if (failing.compareAndSet(false, true)) {
                            LOG.warn("Looking after certificates failed, trying again: {}", e.toString());
                        }
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
