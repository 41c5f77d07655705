package io.atoll.manager.inventory.internal.host;

import io.atoll.manager.api.Naming;
import io.atoll.manager.enrolment.HostAdmission;
import io.atoll.manager.enrolment.HostCertificate;
import io.atoll.manager.enrolment.NewHost;
import io.atoll.manager.event.Change;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Host.Certificate;
import io.atoll.manager.inventory.Host.Endpoint;
import io.atoll.manager.inventory.Host.Facts;
import io.atoll.manager.inventory.Host.Link;
import io.atoll.manager.inventory.HostPhase;
import io.atoll.manager.inventory.internal.InventoryEvents;
import io.atoll.manager.inventory.jpa.ClusterStore;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.persistence.ConstraintGuard;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import java.time.Clock;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes into the inventory what the enrolment has decided. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class HostAdmissionService implements HostAdmission {
    private final ClusterStore clusters;
    private final HostStore hosts;
    private final InventoryEvents events;
    private final Clock clock;

    HostAdmissionService(ClusterStore clusters, HostStore hosts, InventoryEvents events, Clock clock) {
        this.clusters = clusters;
        this.hosts = hosts;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void requireCluster(ClusterId cluster) {
        if (clusters.find(cluster.value()).isEmpty()) {
            throw new AtollException(ErrorCode.CLUSTER_NOT_FOUND, "There is no cluster %s.".formatted(cluster));
        }
    }

    @Override
    public void admit(NewHost host) {
        requireCluster(host.cluster());
        var now = clock.instant();
        var record = new Host(
                host.id(),
                Naming.of(host.name()),
                0,
                now,
                host.cluster(),
                new Endpoint(host.agentAddress(), host.agentPort()),
                new Link(HostPhase.CONNECTING, "enrolled, not yet connected", now, null, null),
                Facts.unknown(host.agentVersion()),
                null,
                List.of());
        insert(record);
        events.host(host.id(), Change.CREATED);
        events.cluster(host.cluster(), Change.CHANGED);
    }

    private void insert(Host host) {
        try {
            hosts.insert(host);
        } catch (org.hibernate.exception.ConstraintViolationException | DataIntegrityViolationException e) {
            if (ConstraintGuard.violates(e, "host_name_taken")) {
                throw new AtollException(
                        ErrorCode.HOST_NAME_TAKEN,
                        "A host named \"%s\" is enrolled in this cluster already. Give this one another name, or remove the other first."
                                .formatted(host.name()));
            }
            throw e;
        }
    }

    @Override
    public void revoked(HostId host, String reason) {
        hosts.update(
                        host.value(),
                        record -> record.linked(record.link().in(HostPhase.REVOKED, reason, clock.instant())))
                .ifPresent(_ -> events.host(host, Change.CHANGED));
    }

    @Override
    public void certificateChanged(HostId host, HostCertificate certificate) {
        var shown = new Certificate(certificate.serial(), certificate.notAfter());
        hosts.update(host.value(), record -> record.certified(shown)).ifPresent(_ -> events.host(host, Change.CHANGED));
    }
}
