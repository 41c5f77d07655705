package io.atoll.manager.enrolment.internal;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.ha.zk.ZookeeperUnavailableException;
import io.atoll.manager.api.InputCheck;
import io.atoll.manager.cluster.ZookeeperAddress;
import io.atoll.manager.enrolment.HostAdmission;
import io.atoll.manager.enrolment.HostCertificate;
import io.atoll.manager.enrolment.HostEnrolment;
import io.atoll.manager.enrolment.NewHost;
import io.atoll.manager.pki.HostNames;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.HostId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Enrols hosts by join token. The checks come in the order of what a stranger may learn: first of all the token. */
@Service
class TokenEnrolment implements HostEnrolment {
    private static final Logger LOG = LoggerFactory.getLogger(TokenEnrolment.class);
    private static final int LONGEST_VERSION_CHARS = 64;

    private final Membership membership;
    private final StoredJoinTokens tokens;
    private final EnrolledHosts hosts;
    private final HostAdmission admission;
    private final HostRegistry registry;
    private final ZookeeperAddress zookeeper;
    private final EnrolmentProperties properties;

    TokenEnrolment(
            Membership membership,
            StoredJoinTokens tokens,
            EnrolledHosts hosts,
            HostAdmission admission,
            HostRegistry registry,
            ZookeeperAddress zookeeper,
            EnrolmentProperties properties) {
        this.membership = membership;
        this.tokens = tokens;
        this.hosts = hosts;
        this.admission = admission;
        this.registry = registry;
        this.zookeeper = zookeeper;
        this.properties = properties;
    }

    @Override
    public Enrolled enrol(Request request, String callerAddress) {
        var cluster = tokens.take(request.token());
        var now = membership.clock().instant();
        var agentAddress = checkFields(request);
        checkClock(request, now);
        var key = membership
                .certificates()
                .check(request.csrPem(), new HostNames(request.hostname(), agentAddress, null));

        var id = new HostId(membership.ids().next());
        var host =
                new NewHost(id, cluster, request.hostname(), agentAddress, request.agentPort(), request.agentVersion());
        var issued = membership.certificates().issue(id, key, agentAddress);
        admission.admit(host);
        hosts.insert(host, issued.serial(), now);
        admission.certificateChanged(id, new HostCertificate(issued.serial(), issued.notAfter()));
        tokens.use(request.token(), id);
        membership
                .audit()
                .record(
                        "host:" + host.name(),
                        callerAddress,
                        "host.enrol",
                        "host/" + id,
                        "OK",
                        "agent at " + agentAddress);
        afterCommit(id);
        var pki = membership.pki();
        return new Enrolled(
                id.toString(),
                pki.installationId().toString(),
                cluster.toString(),
                issued.pem(),
                pki.caCertificatePem(),
                pki.crlPem(),
                zookeeper.connect(),
                now.toEpochMilli());
    }

    /** Answers the agent's address in its canonical form. */
    private static String checkFields(Request request) {
        var check = new InputCheck();
        check.name("hostname", request.hostname());
        var address = AgentAddress.canonical(request.agentAddress());
        check.require(
                address.isPresent(),
                "agentAddress",
                "agentAddress must be the IP address or DNS name at which the manager reaches the agent.");
        check.range("agentPort", request.agentPort(), 1, 65_535);
        check.text("agentVersion", request.agentVersion(), LONGEST_VERSION_CHARS);
        check.done();
        return address.orElseThrow();
    }

    private void checkClock(Request request, Instant now) {
        var limit = properties.clockSkewLimit();
        var off = Duration.between(now, Instant.ofEpochMilli(request.clockMs()));
        if (off.abs().compareTo(limit) > 0) {
            var detail = "The host's clock is %d s %s the manager's (%s); at most %d s are accepted."
                    .formatted(
                            off.abs().toSeconds(),
                            off.isNegative() ? "behind" : "ahead of",
                            now.truncatedTo(ChronoUnit.SECONDS),
                            limit.toSeconds());
            throw new AtollException(
                    ErrorCode.CLOCK_SKEW,
                    detail,
                    List.of(Cause.field("clockMs", detail)),
                    List.of(Hint.of(
                            "Set the clock, best by NTP (chrony), on the host or the manager, whichever is wrong.")));
        }
    }

    /** The host's ZooKeeper node; should ZooKeeper be away now, the leader makes it later. */
    private void afterCommit(HostId id) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                Thread.ofVirtual().start(() -> {
                    try {
                        registry.admit(id);
                    } catch (ZookeeperUnavailableException | IllegalStateException e) {
                        LOG.warn("The ZooKeeper node of host {} is made later: {}", id, e.getMessage());
                    }
                });
            }
        });
    }
}
