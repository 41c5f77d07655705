package io.atoll.manager.enrolment;

import io.atoll.manager.task.TaskId;
import io.atoll.model.HostId;
import java.util.Optional;

/** What the inventory may ask about a host's membership. The three changes want the caller's transaction. */
public interface Enrolment {
    Optional<HostCertificate> certificate(HostId host);

    /** Submits the task that gives the host a fresh key and certificate. */
    TaskId rotateCertificate(HostId host, String hostName, String requestedBy);

    /**
     * Revokes the host's certificates at once (nothing accepts them after the commit) and submits the task that tells all
     * agents and closes its connections.
     */
    TaskId revoke(HostId host, String hostName, String reason, String requestedBy);

    /** Forgets a host that is being removed: revokes what is left, ends its link, removes its ZooKeeper nodes. */
    void forget(HostId host, String requestedBy);
}
