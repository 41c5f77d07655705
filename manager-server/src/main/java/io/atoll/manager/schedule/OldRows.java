package io.atoll.manager.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statement most house-keeping needs. */
public final class OldRows {
    private OldRows() {}

    /**
     * Removes at most {@link Housekeeping#BATCH_ROWS} rows of {@code table} that meet {@code condition}, in one statement, which
     * is its own transaction. Table and condition are written in the source, never made from input.
     *
     * @param condition SQL in which {@code :limit} stands for {@code limit}
     */
    public static int remove(JdbcClient jdbc, String table, String condition, Instant limit) {
        return jdbc.sql("delete from " + table + " where ctid = any (array(select ctid from " + table + " where "
                        + condition + " limit :batch))")
                .param("limit", limit.atOffset(ZoneOffset.UTC))
                .param("batch", Housekeeping.BATCH_ROWS)
                .update();
    }
}
