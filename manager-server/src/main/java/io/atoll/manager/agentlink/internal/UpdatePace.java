package io.atoll.manager.agentlink.internal;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast one host's news is taken: a bucket of 2,000 that fills at 200 per second. A host that says more is read more
 * slowly (TCP and the agent's own bounds do the rest); nobody else waits for it.
 */
final class UpdatePace {
    private static final double PER_SECOND = 200;
    private static final double MOST = 2_000;

    private double left = MOST;
    private Instant last;

    UpdatePace(Instant now) {
        last = now;
    }

    /** Takes an update that counts as {@code cost}; answers how long to wait before the next one is read. */
    Duration take(Instant now, int cost) {
        double passed = Math.max(0, Duration.between(last, now).toNanos() / 1e9);
        last = now;
        left = Math.min(MOST, left + passed * PER_SECOND) - cost;
        return left >= 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(-left / PER_SECOND * 1_000));
    }
}
