package io.atoll.manager.api.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes remembered answers that are past the 24 hours they are promised for. */
@Component
class IdempotencyHousekeeping implements Housekeeping {
    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyHousekeeping(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "idempotency-keys";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.HOURLY;
    }

    @Override
    public int removeBatch() {
        return OldRows.remove(
                jdbc, "idempotency_key", "created_at < :limit", clock.instant().minus(IdempotencyStore.KEPT));
    }
}
