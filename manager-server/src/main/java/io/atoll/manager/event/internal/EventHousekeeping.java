package io.atoll.manager.event.internal;

import io.atoll.manager.schedule.Housekeeping;
import io.atoll.manager.schedule.Retention;
import io.atoll.manager.schedule.Rhythm;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes old changes from the outbox. Clients that were away for longer start over. */
@Component
class EventHousekeeping implements Housekeeping {
    private final Outbox outbox;
    private final Retention retention;
    private final TransactionTemplate transactions;
    private final Clock clock;

    EventHousekeeping(Outbox outbox, Retention retention, PlatformTransactionManager transactionManager, Clock clock) {
        this.outbox = outbox;
        this.retention = retention;
        this.transactions = new TransactionTemplate(transactionManager);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Rhythm rhythm() {
        return Rhythm.HOURLY;
    }

    @Override
    public int removeBatch() {
        var limit = clock.instant().minus(retention.events());
        return transactions.execute(_ -> outbox.removeBefore(limit, BATCH_ROWS));
    }
}
