package io.atoll.manager.power.internal;

import io.atoll.agent.v1.ShutDownHost;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.power.internal.driver.PowerException;
import io.atoll.manager.power.internal.driver.WakeOnLanDriver;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.model.HostId;

/** The agent of a host whose power a step works on. */
record AgentContact(AgentLink agents, HostId host, StepContext context) implements WakeOnLanDriver.Agent {
    @Override
    public boolean answers() {
        try {
            agents.getHost(host);
            return true;
        } catch (AtollException _) {
            return false;
        }
    }

    @Override
    public void shutDown() throws PowerException {
        var order = ShutDownHost.newBuilder()
                .setReason("%s asked for it (task %s)"
                        .formatted(context.requestedBy(), context.operation().task()));
        var outcome = agents.run(
                host,
                context.operation().toString(),
                context.epoch(),
                request -> request.setShutDownHost(order),
                _ -> {});
        switch (outcome) {
            case AgentOutcome.Completed _ -> {}
            case AgentOutcome.Refused _, AgentOutcome.Failed _ ->
                throw new PowerException(
                        ErrorCode.POWER_ORDER_REFUSED,
                        "The host's agent does not shut the host down: " + AgentAnswers.explain(outcome),
                        "Set ATOLL_POWER_OFF_PROGRAM for the agent, as its unit does.");
            case AgentOutcome.Unavailable unavailable ->
                throw new PowerException(
                        ErrorCode.POWER_UNREACHABLE,
                        "The host's agent was told and has not answered: " + unavailable.detail(),
                        "Look at the host itself.");
        }
    }
}
