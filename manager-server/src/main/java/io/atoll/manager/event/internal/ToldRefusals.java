package io.atoll.manager.event.internal;

import io.atoll.manager.api.DryRun;
import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.event.RefusalNews;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes in a transaction of its own, since that of the refusal leaves nothing. */
@Component
class ToldRefusals implements RefusalNews {
    private final Events events;
    private final Ids ids;
    private final TransactionTemplate later;

    ToldRefusals(Events events, Ids ids, PlatformTransactionManager transactions) {
        this.events = events;
        this.ids = ids;
        later = new TransactionTemplate(transactions);
        later.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** What was refused, and why. */
    record Refused(UUID clusterId, String subject, String code, String detail, List<Cause> causes) {}

    @Override
    public void watching(String kind, UUID cluster, String subject, Runnable check) {
        try {
            check.run();
        } catch (AtollException e) {
            if (!isRehearsal() && TransactionSynchronizationManager.isSynchronizationActive()) {
                tellLater(
                        kind,
                        new Refused(cluster, subject, e.code().name(), String.valueOf(e.getMessage()), e.causes()));
            }
            throw e;
        }
    }

    private void tellLater(String kind, Refused refused) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_ROLLED_BACK) {
                    later.executeWithoutResult(_ ->
                            events.publish(kind, ids.next().toString(), refused.subject(), 0, Change.CREATED, refused));
                }
            }
        });
    }

    /** By the transaction and not by the request: a request may say {@code dryRun=false}. */
    private static boolean isRehearsal() {
        return DryRun.TRANSACTION.equals(TransactionSynchronizationManager.getCurrentTransactionName());
    }
}
