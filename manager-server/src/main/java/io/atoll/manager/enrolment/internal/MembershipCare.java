package io.atoll.manager.enrolment.internal;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.agentlink.AgentTrust;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.ReportedVm;
import io.atoll.manager.cluster.LeadershipListener;
import io.atoll.manager.enrolment.Enrolment;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What the leader does about membership by itself: the ZooKeeper nodes of members are there and no others, certificates are
 * renewed at two thirds of their life, and a host that comes back learns what was revoked meanwhile.
 */
final class MembershipCare implements LeadershipListener, HostListener {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipCare.class);
    private static final Duration LOOK_AT_NODES = Duration.ofSeconds(30);
    private static final Duration LOOK_AT_CERTIFICATES = Duration.ofMinutes(10);

    private final Membership membership;
    private final EnrolledHosts hosts;
    private final HostRegistry registry;
    private final AgentTrust agents;
    private final Enrolment enrolment;
    private final Tasks tasks;
    private final TransactionOperations transactions;
    private @Nullable ScheduledExecutorService timer;

    MembershipCare(
            Membership membership,
            EnrolledHosts hosts,
            HostRegistry registry,
            AgentTrust agents,
            Enrolment enrolment,
            Tasks tasks,
            TransactionOperations transactions) {
        this.membership = membership;
        this.hosts = hosts;
        this.registry = registry;
        this.agents = agents;
        this.enrolment = enrolment;
        this.tasks = tasks;
        this.transactions = transactions;
    }

    @Override
    public synchronized void leading(LeaderEpoch epoch) {
        following();
        var running = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("atoll-membership").factory());
        repeat(running, LOOK_AT_NODES, this::matchNodes);
        repeat(running, LOOK_AT_CERTIFICATES, this::renewCertificates);
        timer = running;
    }

    @Override
    public synchronized void following() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    private static void repeat(ScheduledExecutorService timer, Duration every, Runnable action) {
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        action.run();
                    } catch (RuntimeException e) {
                        LOG.warn("Looking after the members failed, trying again: {}", e.toString());
                    }
                },
                0,
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void matchNodes() {
        var there = registry.members();
        var wanted = new TreeSet<HostId>();
        hosts.endpoints().stream().map(AgentEndpoint::host).forEach(wanted::add);
        wanted.stream().filter(host -> !there.contains(host)).forEach(registry::admit);
        there.stream().filter(host -> !wanted.contains(host)).forEach(registry::remove);
    }

    void renewCertificates() {
        for (var due : hosts.dueForRenewal(membership.clock().instant())) {
            if (tasks.holder("host-certificate", due.host().toString()).isEmpty()) {
                transactions.executeWithoutResult(
                        _ -> enrolment.rotateCertificate(due.host(), due.hostname(), "system"));
            }
        }
    }

    @Override
    public void resync(HostId host, io.atoll.agent.v1.HostReport report, List<ReportedVm> vms) {
        Thread.ofVirtual().name("trust-" + host).start(() -> {
            try {
                agents.install(
                        host,
                        "",
                        membership.pki().caCertificatePem(),
                        membership.pki().crlPem());
            } catch (AtollException e) {
                LOG.warn("Host {} could not be told what is revoked: {}", host, e.getMessage());
            }
        });
    }

    /** Hears of both from now on. */
    void listenTo(io.atoll.manager.cluster.Leadership leadership, AgentLink link) {
        leadership.onChange(this);
        link.addListener(this);
    }
}
