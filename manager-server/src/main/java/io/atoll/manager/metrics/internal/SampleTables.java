package io.atoll.manager.metrics.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes and drops the partitions of the history. Names are made of constants and dates, never of input. */
@Component
class SampleTables {
    /** All changes of partitions wait for each other under this number, whichever manager makes them. */
    private static final long LOCK = 0x41746f6c6c53616dL;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    SampleTables(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** The partitions of now and those that come next. */
    void ensureAhead(Instant now) {
        for (var kind : SampleKind.values()) {
            for (var level : Level.values()) {
                ensure(kind, level, now);
                ensure(kind, level, level.period(now).end());
            }
        }
    }

    /** Makes the partition that holds {@code at}, unless it is there. */
    void ensure(SampleKind kind, Level level, Instant at) {
        var period = level.period(at);
        var name = level.partitionName(kind, period);
        if (known.contains(name)) {
            return;
        }
        transactions.executeWithoutResult(_ -> {
            lock();
            if (!names(kind, level).contains(name)) {
                make(level.table(kind), name, period);
            }
        });
        known.add(name);
    }

    /** Somebody else may have dropped some. */
    void forget() {
        known.clear();
    }

    /** Attaching, unlike making it in place, does not keep readers and writers of the other partitions waiting. */
    private void make(String table, String name, Level.Period period) {
        jdbc.sql("create table " + name + " (like " + table + " including all)").update();
        jdbc.sql("alter table " + table + " attach partition " + name + " for values from ('" + period.begin()
                        + "') to ('" + period.end() + "')")
                .update();
    }

    /**
     * Drops one partition that ends at {@code limit} or before; answers about how many rows went, 0 when there was none. Gives up
     * soon where somebody reads for long: the next time will do.
     */
    int dropOldest(SampleKind kind, Level level, Instant limit) {
        Integer dropped = transactions.execute(_ -> {
            jdbc.sql("set local lock_timeout = '3s'").update();
            lock();
            for (var name : names(kind, level)) {
                var period = level.periodOf(kind, name);
                if (period.isPresent() && !period.get().end().isAfter(limit)) {
                    int rows = estimatedRows(name);
                    jdbc.sql("drop table " + name).update();
                    known.remove(name);
                    return Math.max(1, rows);
                }
            }
            return 0;
        });
        return dropped == null ? 0 : dropped;
    }

    private int estimatedRows(String name) {
        return jdbc.sql("select least(coalesce(max(n_live_tup), 0), 2000000000)::int from pg_stat_user_tables"
                        + " where relname = :name and schemaname = current_schema()")
                .param("name", name)
                .query(Integer.class)
                .single();
    }

    /** Oldest first. */
    List<String> names(SampleKind kind, Level level) {
        return jdbc
                .sql("select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                        + " where i.inhparent = to_regclass(:table) order by c.relname")
                .param("table", level.table(kind))
                .query(String.class)
                .stream()
                .map(Objects::requireNonNull)
                .toList();
    }

    private void lock() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((_, _) -> 0)
                .single();
    }

    /** Whether a row had no partition to go to. */
    static boolean lacksPartition(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && "23514".equals(sql.getSQLState())
                    && String.valueOf(sql.getMessage()).contains("no partition of relation")) {
                return true;
            }
        }
        return false;
    }
}
