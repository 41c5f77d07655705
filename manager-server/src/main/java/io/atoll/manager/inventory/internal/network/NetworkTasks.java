package io.atoll.manager.inventory.internal.network;

import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.ClusterId;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The task that carries a cluster's networks to its hosts. */
@Component
class NetworkTasks {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectProvider<Tasks> tasks;

    NetworkTasks(ObjectProvider<Tasks> tasks) {
        this.tasks = tasks;
    }

    /** What the task works on. */
    record Params(String clusterId) {}

    void apply(Network network, String requestedBy) {
        tasks.getObject()
                .submit(TaskRequest.of(
                        "network.apply",
                        List.of(TaskObject.mentioned("network", network.id(), network.name())),
                        JSON.valueToTree(new Params(network.clusterId().toString())),
                        requestedBy,
                        ApplyStep.NAME));
    }

    /** Tells every connected host; hosts that are away get the networks when they come. */
    @Component
    static class ApplyStep implements StepHandler {
        static final String NAME = "network.apply-to-hosts";

        private final HostStore hosts;
        private final NetworkApplier applier;

        ApplyStep(HostStore hosts, NetworkApplier applier) {
            this.hosts = hosts;
            this.applier = applier;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var cluster = ClusterId.parse(context.params(Params.class).clusterId());
            var ready = hosts.in(cluster).stream().filter(Host::isReady).toList();
            for (var host : ready) {
                var problem = AgentAnswers.explain(
                        applier.apply(host, context.operation() + ":" + host.id(), context.epoch()));
                if (!problem.isEmpty()) {
                    context.remember("problem", host.name() + ": " + problem);
                }
            }
            return context.recall("problem", String.class)
                    .map(problem -> StepOutcome.failed("NETWORK_NOT_APPLIED", problem, "It is tried again every 30 s."))
                    .orElseGet(StepOutcome::done);
        }
    }
}
