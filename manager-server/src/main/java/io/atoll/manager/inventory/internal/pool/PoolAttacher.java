package io.atoll.manager.inventory.internal.pool;

import io.atoll.agent.v1.AttachPool;
import io.atoll.agent.v1.PoolReport;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Pool;
import io.atoll.manager.inventory.PoolLink;
import io.atoll.manager.inventory.internal.HostAttachments;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import org.springframework.stereotype.Component;

/** Makes a pool known to a host, and notes how that went. */
@Component
public class PoolAttacher {
    private final HostStore hosts;
    private final HostAttachments attachments;
    private final PoolUsage usage;
    private final InventoryEvents events;
    private final AgentLink agents;
    private final LeaderTransaction transaction;

    PoolAttacher(
            HostStore hosts,
            HostAttachments attachments,
            PoolUsage usage,
            InventoryEvents events,
            AgentLink agents,
            LeaderTransaction transaction) {
        this.hosts = hosts;
        this.attachments = attachments;
        this.usage = usage;
        this.events = events;
        this.agents = agents;
        this.transaction = transaction;
    }

    /**
     * Tells the host; the same operation id again attaches to the same attempt.
     *
     * @param first whether the pool is new, so that the host writes its marker into the directory
     */
    public AgentOutcome attach(Pool pool, Host host, boolean first, String operationId, LeaderEpoch epoch) {
        var request = AttachPool.newBuilder()
                .setPoolId(pool.id().toString())
                .setName(pool.name())
                .setType("shared-directory")
                .setPath(pool.path())
                .setCreateMarker(first)
                .build();
        var outcome = agents.run(host.id(), operationId, epoch, run -> run.setAttachPool(request), _ -> {});
        transaction.run(epoch, () -> note(pool, host, report(pool, outcome)));
        return outcome;
    }

    private static PoolReport report(Pool pool, AgentOutcome outcome) {
        if (outcome instanceof AgentOutcome.Completed completed
                && completed.result().hasPool()) {
            return completed.result().getPool().toBuilder()
                    .setPoolId(pool.id().toString())
                    .build();
        }
        return PoolReport.newBuilder()
                .setPoolId(pool.id().toString())
                .setReachable(outcome instanceof AgentOutcome.Completed)
                .setDetail(AgentAnswers.explain(outcome))
                .build();
    }

    private void note(Pool pool, Host host, PoolReport report) {
        hosts.lock(host.id().value()); // In the order in which a host's report locks.
        var changed = attachments.setPool(
                pool.id(), host.id(), new PoolLink(report.getReachable(), report.getDetail(), report.getDirectIo()));
        usage.heard(pool.id(), report, changed);
        if (changed) {
            hosts.touch(host.id().value());
            events.host(host.id(), Change.CHANGED);
        }
    }
}
