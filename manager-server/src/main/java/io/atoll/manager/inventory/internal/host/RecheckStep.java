package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.model.HostId;
import org.springframework.stereotype.Component;

/** Asks a host about itself, with fresh self-checks, and sends it what it lacks. */
@Component
class RecheckStep implements StepHandler {
    static final String NAME = "host.check-itself";

    private final HostStore hosts;
    private final AgentLink agents;
    private final InventoryEvents events;
    private final LeaderTransaction transaction;
    private final HostPreparer preparer;

    RecheckStep(
            HostStore hosts,
            AgentLink agents,
            InventoryEvents events,
            LeaderTransaction transaction,
            HostPreparer preparer) {
        this.hosts = hosts;
        this.agents = agents;
        this.events = events;
        this.transaction = transaction;
        this.preparer = preparer;
    }

    /** Which host. */
    record Params(String hostId) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var id = HostId.parse(context.params(Params.class).hostId());
        var facts = HostReports.facts(agents.getHost(id));
        transaction.run(
                context.epoch(),
                () -> hosts.update(id.value(), host -> host.reporting(facts))
                        .ifPresent(_ -> events.host(id, Change.CHANGED)));
        preparer.connected(id);
        return StepOutcome.done();
    }
}
