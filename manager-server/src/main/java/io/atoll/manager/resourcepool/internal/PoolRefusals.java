package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.event.Change;
import io.atoll.manager.event.Events;
import io.atoll.manager.platform.Ids;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.model.ClusterId;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Tells the event stream of refusals, once what was refused has been rolled back. What was only rehearsed is not told. */
@Component
class PoolRefusals {
    static final String KIND = "resource-pool-refusal";

    private final Events events;
    private final Ids ids;
    private final TransactionTemplate later;

    PoolRefusals(Events events, Ids ids, PlatformTransactionManager transactions) {
        this.events = events;
        this.ids = ids;
        later = new TransactionTemplate(transactions);
        later.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** What was refused, and why. */
    record Refused(UUID clusterId, String subject, String code, String detail, List<Cause> causes) {}

    /** Runs the check; what it refuses is told. In the caller's transaction. */
    void watching(ClusterId cluster, String subject, Runnable check) {
        try {
            check.run();
        } catch (AtollException e) {
            if (!isRehearsal() && TransactionSynchronizationManager.isSynchronizationActive()) {
                var refused = new Refused(
                        cluster.value(), subject, e.code().name(), String.valueOf(e.getMessage()), e.causes());
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCompletion(int status) {
                        if (status == STATUS_ROLLED_BACK) {
                            later.executeWithoutResult(_ -> tell(refused));
                        }
                    }
                });
            }
            throw e;
        }
    }

    private void tell(Refused refused) {
        events.publish(KIND, ids.next().toString(), refused.subject(), 0, Change.CREATED, refused);
    }

    private static boolean isRehearsal() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
                && now.getRequest().getParameter("dryRun") != null;
    }
}
