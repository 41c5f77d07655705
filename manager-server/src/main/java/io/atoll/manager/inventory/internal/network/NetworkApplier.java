package io.atoll.manager.inventory.internal.network;

import io.atoll.agent.v1.ApplyNetworks;
import io.atoll.agent.v1.NetworkSpec;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.internal.HostAttachments;
import io.atoll.manager.inventory.internal.HostAttachments.NetworkPhase;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.NetworkStore;
import io.atoll.manager.persistence.LeaderTransaction;
import io.atoll.model.LeaderEpoch;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gives a host all networks of its cluster, and notes how that went. */
@Component
public class NetworkApplier {
    private final NetworkStore networks;
    private final HostAttachments attachments;
    private final InventoryEvents events;
    private final AgentLink agents;
    private final LeaderTransaction transaction;

    NetworkApplier(
            NetworkStore networks,
            HostAttachments attachments,
            InventoryEvents events,
            AgentLink agents,
            LeaderTransaction transaction) {
        this.networks = networks;
        this.attachments = attachments;
        this.events = events;
        this.agents = agents;
        this.transaction = transaction;
    }

    /** Tells the host; the same operation id again attaches to the same attempt. */
    public AgentOutcome apply(Host host, String operationId, LeaderEpoch epoch) {
        var wanted = networks.in(host.clusterId());
        var request = request(wanted);
        var outcome = agents.run(host.id(), operationId, epoch, run -> run.setApplyNetworks(request), _ -> {});
        transaction.run(epoch, () -> note(host, wanted, outcome));
        return outcome;
    }

    private static ApplyNetworks request(List<Network> networks) {
        var request = ApplyNetworks.newBuilder();
        for (var network : networks) {
            request.addNetworks(NetworkSpec.newBuilder()
                    .setNetworkId(network.id().toString())
                    .setName(network.name())
                    .setVlan(network.vlan())
                    .setMtuBytes(network.mtuBytes()));
        }
        return request.build();
    }

    private void note(Host host, List<Network> wanted, AgentOutcome outcome) {
        var detail = AgentAnswers.explain(outcome);
        var phase = outcome instanceof AgentOutcome.Completed ? NetworkPhase.READY : NetworkPhase.FAILED;
        for (var network : wanted) {
            // Before its row beside the host is written: who deletes the network locks in this order too.
            if (networks.lock(network.id().value()).isPresent()
                    && attachments.setNetwork(network.id(), host.id(), phase, detail)) {
                networks.touch(network.id().value());
                events.network(network.id(), Change.CHANGED);
            }
        }
    }
}
