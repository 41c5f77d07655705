package io.atoll.manager.enrolment.internal;

import io.atoll.manager.agentlink.AgentTrust;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepProgress;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/**
 * Brings the newest revocation list to all agents. A host that cannot be reached does not hold up the others and does not
 * fail the task: it gets the list when it is connected again.
 */
@Component
class PushRevocations implements StepHandler {
    private final Membership membership;
    private final EnrolledHosts hosts;
    private final AgentTrust agents;

    PushRevocations(Membership membership, EnrolledHosts hosts, AgentTrust agents) {
        this.membership = membership;
        this.hosts = hosts;
        this.agents = agents;
    }

    @Override
    public String name() {
        return TaskEnrolment.PUSH_REVOCATIONS;
    }

    @Override
    public StepOutcome advance(StepContext context) {
        var endpoints = hosts.endpoints();
        var missed = new ArrayList<String>();
        for (var index = 0; index < endpoints.size() && !context.cancelRequested(); index++) {
            var host = endpoints.get(index).host();
            context.progress(StepProgress.of(100 * index / endpoints.size(), "Telling host " + host));
            try {
                agents.install(
                        host,
                        "",
                        membership.pki().caCertificatePem(),
                        membership.pki().crlPem());
            } catch (AtollException e) {
                missed.add(host.toString());
            }
        }
        context.result("told", endpoints.size() - missed.size());
        context.result("missed", missed);
        return StepOutcome.done();
    }
}
