package io.atoll.manager.enrolment.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes join tokens that were used or ran out long enough ago. */
@Component
class JoinTokenHousekeeping implements Housekeeping {
    private final JdbcClient jdbc;
    private final Retention retention;
    private final Clock clock;

    JoinTokenHousekeeping(JdbcClient jdbc, Retention retention, Clock clock) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "join-tokens";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.HOURLY;
    }

    @Override
    public int removeBatch() {
        return OldRows.remove(
                jdbc,
                "join_token",
                "expires_at < :limit or used_at < :limit",
                clock.instant().minus(retention.joinTokens()));
    }
}
