package io.atoll.manager.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statement most house-keeping needs, and the house-keeping that needs nothing else. */
@Component
public final class OldRows {
    private final JdbcClient jdbc;
    private final Clock clock;

    OldRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Every hour removes the rows of {@code table} that meet {@code condition}.
     *
     * @param condition SQL in which {@code :limit} stands for the time {@code kept} ago
     */
    public Housekeeping hourly(String name, String table, String condition, Duration kept) {
        return new Hourly(this, name, table, condition, kept);
    }

    /**
     * Removes at most {@link Housekeeping#BATCH_ROWS} rows of {@code table} that meet {@code condition}, in one statement, which
     * is its own transaction. Table and condition are written in the source, never made from input.
     *
     * @param condition SQL in which {@code :limit} stands for {@code limit}
     */
    public int remove(String table, String condition, Instant limit) {
        return jdbc.sql("delete from " + table + " where ctid = any (array(select ctid from " + table + " where "
                        + condition + " limit :batch))")
                .param("limit", limit.atOffset(ZoneOffset.UTC))
                .param("batch", Housekeeping.BATCH_ROWS)
                .update();
    }

    private record Hourly(OldRows rows, String name, String table, String condition, Duration kept)
            implements Housekeeping {
        @Override
        public Rhythm rhythm() {
            return Rhythm.HOURLY;
        }

        @Override
        public int removeBatch() {
            return rows.remove(table, condition, rows.clock.instant().minus(kept));
        }
    }
}
