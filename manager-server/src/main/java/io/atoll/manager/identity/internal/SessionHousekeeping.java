package io.atoll.manager.identity.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes sessions that have ended; nobody could use them any more. */
@Component
class SessionHousekeeping implements Housekeeping {
    private final JdbcClient jdbc;
    private final Clock clock;

    SessionHousekeeping(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.HOURLY;
    }

    @Override
    public int removeBatch() {
        return OldRows.remove(jdbc, "session", "expires_at <= :limit", clock.instant());
    }
}
