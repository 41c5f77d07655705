package io.atoll.manager.console.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes tickets nobody came with in time. */
@Component
class TicketHousekeeping implements Housekeeping {
    private final JdbcClient jdbc;
    private final Clock clock;

    TicketHousekeeping(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "console-tickets";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.HOURLY;
    }

    @Override
    public int removeBatch() {
        return OldRows.remove(jdbc, "console_ticket", "expires_at <= :limit", clock.instant());
    }
}
