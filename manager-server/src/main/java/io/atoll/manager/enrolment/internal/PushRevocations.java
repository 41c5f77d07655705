package io.atoll.manager.enrolment.internal;

import io.atoll.manager.agentlink.AgentTrust;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.task.StepProgress;
import io.atoll.model.HostId;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Brings the newest revocation list to all agents. A host that cannot be reached does not hold up the others and does not
 * fail the task: it gets the list when it is connected again.
 */
@Component
class PushRevocations implements StepHandler {
    private static final int AT_ONCE = 32;

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
        var missed = new ConcurrentSkipListSet<String>();
        var told = new AtomicInteger();
        var free = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var endpoint : endpoints) {
                free.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        tell(endpoint.host(), missed);
                        var percent = 100 * told.incrementAndGet() / endpoints.size();
                        context.progress(StepProgress.of(percent, "Told %d hosts".formatted(told.get())));
                    } finally {
                        free.release();
                    }
                });
            }
        }
        context.result("told", endpoints.size() - missed.size());
        context.result("missed", missed);
        return StepOutcome.done();
    }

    private void tell(HostId host, Set<String> missed) {
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
}
