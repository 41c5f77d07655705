package io.atoll.manager.audit.internal;

import io.atoll.manager.api.MutationWitness;
import io.atoll.manager.audit.AuditLog;
import org.springframework.stereotype.Component;

/**
 * Records every request that changes something, in the transaction of the change, and every one that was refused. Bodies are
 * never recorded.
 */
@Component
class AuditWitness implements MutationWitness {
    private final AuditLog audit;
    private final RefusalBudget refusals;

    AuditWitness(AuditLog audit, RefusalBudget refusals) {
        this.audit = audit;
        this.refusals = refusals;
    }

    @Override
    public void witness(Mutation mutation) {
        boolean stranger = mutation.actor().id() == null && !mutation.outcome().equals("OK");
        String note = stranger ? refusals.spend(mutation.actor().address()).orElse("") : "all";
        if (note.isEmpty()) {
            return;
        }
        audit.record(
                mutation.actor().name(),
                mutation.actor().address(),
                mutation.action(),
                mutation.object(),
                mutation.outcome(),
                note.equals("all") ? mutation.detail() : mutation.detail() + note);
    }
}
