package io.atoll.manager.audit.internal;

import io.atoll.manager.audit.AuditLog;
import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.OldRows;
import io.atoll.manager.schedule.Retention;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes what was recorded a very long time ago, and records that it did. */
@Component
class AuditHousekeeping implements Housekeeping {
    private final OldRows rows;
    private final AuditLog audit;
    private final Retention retention;
    private final TransactionTemplate transactions;
    private final Clock clock;

    AuditHousekeeping(
            OldRows rows,
            AuditLog audit,
            Retention retention,
            PlatformTransactionManager transactionManager,
            Clock clock) {
        this.rows = rows;
        this.audit = audit;
        this.retention = retention;
        this.transactions = new TransactionTemplate(transactionManager);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.DAILY;
    }

    @Override
    public int removeBatch() {
        Instant limit = clock.instant().minus(retention.audit());
        return transactions.execute(_ -> {
            int removed = rows.remove("audit", "occurred_at < :limit", limit);
            if (removed > 0) {
                audit.record(
                        "system",
                        "",
                        "audit.retention",
                        "",
                        "OK",
                        "removed %d entries from before %s".formatted(removed, limit));
            }
            return removed;
        });
    }
}
