package io.atoll.manager.enrolment;

import io.atoll.model.ClusterId;
import io.atoll.model.HostId;

/** Filled by the inventory, so that enrolment need not know it. Called inside the enrolment's transaction. */
public interface HostAdmission {
    /** Refuses with CLUSTER_NOT_FOUND when a join token is asked for a cluster that is not there. */
    void requireCluster(ClusterId cluster);

    /** Writes the new host into the inventory; refuses with HOST_NAME_TAKEN or CLUSTER_NOT_FOUND. */
    void admit(NewHost host);

    /** The host's certificates were revoked: it shows as REVOKED from now on, with this reason. */
    void revoked(HostId host, String reason);

    /** The host got a new certificate. */
    void certificateChanged(HostId host, HostCertificate certificate);
}
