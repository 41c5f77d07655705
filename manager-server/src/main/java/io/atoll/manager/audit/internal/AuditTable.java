package io.atoll.manager.audit.internal;

import io.atoll.manager.audit.AuditEntry;
import io.atoll.manager.audit.AuditLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Appends to and reads the table {@code audit}. */
@Repository
public class AuditTable implements AuditLog {
    private static final int LONGEST_CHARS = 2_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditTable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void record(String actor, String address, String action, String object, String outcome, String detail) {
        jdbc.sql("""
                insert into audit (occurred_at, actor, address, action, object, outcome, detail)
                values (:now, :actor, :address, :action, :object, :outcome, :detail)""")
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("actor", plain(actor))
                .param("address", plain(address))
                .param("action", plain(action))
                .param("object", plain(object))
                .param("outcome", plain(outcome))
                .param("detail", plain(detail))
                .update();
    }

    /** Newest first, before {@code position}. */
    public List<AuditEntry> before(long position, int limit) {
        return jdbc.sql("select * from audit where position < :position order by position desc limit :limit")
                .param("position", position)
                .param("limit", limit)
                .query(AuditTable::read)
                .list();
    }

    public long count() {
        return jdbc.sql("select count(*) from audit").query(Long.class).single();
    }

    private static AuditEntry read(ResultSet row, int index) throws SQLException {
        return new AuditEntry(
                row.getLong("position"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("address"),
                row.getString("action"),
                row.getString("object"),
                row.getString("outcome"),
                row.getString("detail"));
    }

    /** What Postgres can hold, on one line: a request's path may contain anything. */
    private static String plain(String text) {
        String cut = text.length() > LONGEST_CHARS ? text.substring(0, LONGEST_CHARS) : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }
}
