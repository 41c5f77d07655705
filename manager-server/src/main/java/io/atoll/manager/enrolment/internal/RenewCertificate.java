package io.atoll.manager.enrolment.internal;

import io.atoll.manager.agentlink.AgentTrust;
import io.atoll.manager.cluster.LeaderFence;
import io.atoll.manager.enrolment.HostAdmission;
import io.atoll.manager.enrolment.HostCertificate;
import io.atoll.manager.pki.HostNames;
import io.atoll.manager.pki.IssuedCertificate;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.model.HostId;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives a host a fresh key and certificate. Repeated after a crash it makes another pair; the host uses only what was
 * installed last, and the certificates before it are revoked once the new one is in use.
 */
@Component
class RenewCertificate implements StepHandler {
    private final Membership membership;
    private final EnrolledHosts hosts;
    private final HostAdmission admission;
    private final AgentTrust agents;
    private final LeaderFence fence;
    private final TransactionOperations transactions;

    RenewCertificate(
            Membership membership,
            EnrolledHosts hosts,
            HostAdmission admission,
            AgentTrust agents,
            LeaderFence fence,
            TransactionOperations transactions) {
        this.membership = membership;
        this.hosts = hosts;
        this.admission = admission;
        this.agents = agents;
        this.fence = fence;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return TaskEnrolment.RENEW;
    }

    /** After the new certificate is installed there is no way back to the old key. */
    @Override
    public boolean cancellable() {
        return false;
    }

    record Params(String hostId) {}

    @Override
    public StepOutcome advance(StepContext context) {
        var host = HostId.parse(context.params(Params.class).hostId());
        var endpoint = hosts.endpoint(host)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_WRONG_STATE,
                        "The host is not a member any more.",
                        new io.atoll.manager.problem.Hint[0]));
        var hostName = context.objects().getFirst().name();
        var request = agents.newCertificateRequest(host);
        var key =
                membership.certificates().check(request, new HostNames(hostName, endpoint.address(), host.toString()));
        var issued = Objects.requireNonNull(transactions.execute(_ -> {
            fence.check(context.epoch());
            return membership.certificates().issue(host, key, endpoint.address());
        }));
        var pki = membership.pki();
        agents.install(host, issued.pem(), pki.caCertificatePem(), pki.crlPem());
        transactions.executeWithoutResult(_ -> inUse(context, host, issued));
        context.result("certificateSerial", issued.serial());
        context.result("notAfter", issued.notAfter().toString());
        return StepOutcome.done();
    }

    private void inUse(StepContext context, HostId host, IssuedCertificate issued) {
        fence.check(context.epoch());
        hosts.certificate(host, issued.serial());
        membership.certificates().revoke(host, issued.serial(), "Replaced by a newer certificate.");
        admission.certificateChanged(host, new HostCertificate(issued.serial(), issued.notAfter()));
    }
}
