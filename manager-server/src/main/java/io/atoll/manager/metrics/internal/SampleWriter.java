package io.atoll.manager.metrics.internal;

import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes complete buckets by COPY. Only the leader hears hosts, so only it writes, fenced by its epoch. What is there already stays:
 * it was written by the leader before, or by this one, who did not learn that its commit went through.
 */
@Component
class SampleWriter {
    private final JdbcTemplate jdbc;
    private final LeaderTransaction transaction;
    private final SampleTables tables;

    SampleWriter(JdbcTemplate jdbc, LeaderTransaction transaction, SampleTables tables) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tables = tables;
    }

    /** All rows of the bucket or, when it throws, none of that kind. */
    void write(LeaderEpoch epoch, SampleBucket bucket) {
        for (var kind : SampleKind.values()) {
            if (!bucket.of(kind).isEmpty()) {
                write(epoch, kind, bucket);
            }
        }
    }

    private void write(LeaderEpoch epoch, SampleKind kind, SampleBucket bucket) {
        var rows = CopyRows.of(kind, bucket);
        tables.ensure(kind, Level.SAMPLES, bucket.begin());
        try {
            copy(epoch, kind, rows);
        } catch (RuntimeException e) {
            if (!SampleTables.lacksPartition(e)) {
                throw e;
            }
            tables.forget();
            tables.ensure(kind, Level.SAMPLES, bucket.begin());
            copy(epoch, kind, rows);
        }
    }

    private void copy(LeaderEpoch epoch, SampleKind kind, byte[] rows) {
        try {
            transaction.run(epoch, () -> copyInto(kind.table(), kind, rows));
        } catch (DuplicateKeyException _) {
            transaction.run(epoch, () -> copyMissing(kind, rows));
        }
    }

    private void copyMissing(SampleKind kind, byte[] rows) {
        jdbc.execute("create temporary table arrived (like " + kind.table() + ") on commit drop");
        copyInto("arrived", kind, rows);
        jdbc.update("insert into " + kind.table() + " (" + kind.columns() + ") select " + kind.columns()
                + " from arrived on conflict do nothing");
    }

    private void copyInto(String table, SampleKind kind, byte[] rows) {
        jdbc.execute((ConnectionCallback<Long>) connection -> {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            try {
                return copy.copyIn(
                        "copy " + table + " (" + kind.columns() + ") from stdin (format binary)",
                        new ByteArrayInputStream(rows));
            } catch (IOException e) {
                throw new SQLException("The rows could not be sent: " + e.getMessage(), "08006", e);
            }
        });
    }
}
