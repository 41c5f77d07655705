package io.atoll.hypervisor.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that goes on a little with every look at it, and otherwise only when told. */
final class TickingClock implements InstantSource {

    private static final Duration TICK = Duration.ofMillis(5);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T00:00:00Z"));

    @Override
    public Instant instant() {
        return now.updateAndGet(before -> before.plus(TICK));
    }

    void advance(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }
}
