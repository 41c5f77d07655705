package io.atoll.manager.enrolment.internal;

import io.atoll.ha.zk.HostRegistry;
import io.atoll.manager.enrolment.Enrolment;
import io.atoll.manager.enrolment.HostAdmission;
import io.atoll.manager.enrolment.HostCertificate;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskRequest;
import io.atoll.manager.task.Tasks;
import io.atoll.model.HostId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.node.JsonNodeFactory;

/** Changes of membership: at once in the database, and as tasks at the agents. */
@Service
class TaskEnrolment implements Enrolment {
    static final String RENEW = "host.renew-certificate";
    static final String PUSH_REVOCATIONS = "host.push-revocations";
    private static final Logger LOG = LoggerFactory.getLogger(TaskEnrolment.class);

    private final Membership membership;
    private final EnrolledHosts hosts;
    private final HostAdmission admission;
    private final HostRegistry registry;
    private final Tasks tasks;

    TaskEnrolment(
            Membership membership, EnrolledHosts hosts, HostAdmission admission, HostRegistry registry, Tasks tasks) {
        this.membership = membership;
        this.hosts = hosts;
        this.admission = admission;
        this.registry = registry;
        this.tasks = tasks;
    }

    @Override
    public Optional<HostCertificate> certificate(HostId host) {
        return membership
                .certificates()
                .current(host)
                .map(current -> new HostCertificate(current.serial(), current.notAfter()));
    }

    @Override
    public TaskId rotateCertificate(HostId host, String hostName, String requestedBy) {
        if (hosts.endpoint(host).isEmpty()) {
            throw new AtollException(
                    ErrorCode.HOST_WRONG_STATE,
                    "Host %s is not a member any more, so it gets no new certificate.".formatted(hostName),
                    Hint.of("Enrol it again with a new join token."));
        }
        return tasks.submit(TaskRequest.of(
                "host.rotate-certificate",
                List.of(
                        TaskObject.locked("host-certificate", host, hostName),
                        TaskObject.mentioned("host", host, hostName)),
                JsonNodeFactory.instance.objectNode().put("hostId", host.toString()),
                requestedBy,
                RENEW));
    }

    @Override
    public TaskId revoke(HostId host, String hostName, String reason, String requestedBy) {
        hosts.revoke(host, reason, membership.clock().instant());
        membership.certificates().revoke(host, "", reason);
        admission.revoked(host, reason);
        afterCommitRemoveNodes(host);
        return tasks.submit(TaskRequest.of(
                "host.revoke",
                List.of(TaskObject.mentioned("host", host, hostName)),
                JsonNodeFactory.instance.objectNode().put("hostId", host.toString()),
                requestedBy,
                PUSH_REVOCATIONS));
    }

    @Override
    public void forget(HostId host, String requestedBy) {
        membership.certificates().revoke(host, "", "The host was removed by " + requestedBy + ".");
        hosts.remove(host);
        afterCommitRemoveNodes(host);
        tasks.submit(TaskRequest.of(
                "host.forget",
                List.of(TaskObject.mentioned("host", host, host.toString())),
                JsonNodeFactory.instance.objectNode().put("hostId", host.toString()),
                requestedBy,
                PUSH_REVOCATIONS));
    }

    /** Whoever is not a member is also removed by the leader's housekeeping, should ZooKeeper be away now. */
    private void afterCommitRemoveNodes(HostId host) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                Thread.ofVirtual().start(() -> {
                    try {
                        registry.remove(host);
                    } catch (RuntimeException e) {
                        LOG.warn("The ZooKeeper nodes of host {} are removed later: {}", host, e.getMessage());
                    }
                });
            }
        });
    }
}
