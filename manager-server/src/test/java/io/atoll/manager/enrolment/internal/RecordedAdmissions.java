package io.atoll.manager.enrolment.internal;

import io.atoll.manager.enrolment.HostAdmission;
import io.atoll.manager.enrolment.HostCertificate;
import io.atoll.manager.enrolment.NewHost;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An inventory of one cluster, in memory. */
final class RecordedAdmissions implements HostAdmission {
    final List<NewHost> admitted = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    private final ClusterId cluster;

    RecordedAdmissions(ClusterId cluster) {
        this.cluster = cluster;
    }

    @Override
    public void requireCluster(ClusterId asked) {
        if (!asked.equals(cluster)) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(asked));
        }
    }

    @Override
    public void admit(NewHost host) {
        if (admitted.stream().anyMatch(there -> there.name().equals(host.name()))) {
            throw new AtollException(ErrorCode.HOST_NAME_TAKEN, "There is a host named " + host.name());
        }
        admitted.add(host);
    }

    @Override
    public void revoked(HostId host, String reason) {
        told.add("revoked " + host + ": " + reason);
    }

    @Override
    public void certificateChanged(HostId host, HostCertificate certificate) {
        told.add("certificate " + host + " " + certificate.serial());
    }
}
