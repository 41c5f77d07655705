package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.inventory.ClusterHa;
import io.atoll.manager.inventory.ClusterHa.AdmissionPolicy;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.model.ClusterId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

/** A row of {@code cluster}. */
@Entity
@Table(name = "cluster")
class ClusterEntity extends NamedEntity {
    private String cpuBaseline;
    private double cpuOvercommitRatio;
    private boolean haEnabled;
    private boolean haArmed;
    private int haHostFailuresToTolerate;

    @Enumerated(EnumType.STRING)
    private AdmissionPolicy haAdmissionPolicy;

    private int haStorageLossDelaySeconds;
    private int haRestartAttempts;
    private int haGuestSilenceSeconds;
    private int haFirstRetryPauseSeconds;
    private int haLongestRetryPauseSeconds;
    private int haFlapFailures;
    private int haFlapWindowMinutes;
    private int haQuarantineMinutes;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ClusterEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    ClusterEntity(Cluster cluster) {
        super(cluster.id().value(), cluster.naming(), cluster.createdAt());
        set(cluster);
    }

    final void set(Cluster cluster) {
        naming(cluster.naming());
        cpuBaseline = cluster.cpuBaseline();
        cpuOvercommitRatio = cluster.cpuOvercommitRatio();
        setHa(cluster.ha());
    }

    private void setHa(ClusterHa ha) {
        haEnabled = ha.enabled();
        haArmed = ha.armed();
        haHostFailuresToTolerate = ha.hostFailuresToTolerate();
        haAdmissionPolicy = ha.admissionPolicy();
        haStorageLossDelaySeconds = ha.storageLossDelaySeconds();
        haRestartAttempts = ha.restartAttempts();
        haGuestSilenceSeconds = ha.guestSilenceSeconds();
        haFirstRetryPauseSeconds = ha.pauses().firstSeconds();
        haLongestRetryPauseSeconds = ha.pauses().longestSeconds();
        haFlapFailures = ha.flapping().failures();
        haFlapWindowMinutes = ha.flapping().windowMinutes();
        haQuarantineMinutes = ha.flapping().quarantineMinutes();
    }

    Cluster toRecord() {
        var ha = new ClusterHa(
                haEnabled,
                haArmed,
                haHostFailuresToTolerate,
                haAdmissionPolicy,
                haStorageLossDelaySeconds,
                haRestartAttempts,
                haGuestSilenceSeconds,
                new ClusterHa.Pauses(haFirstRetryPauseSeconds, haLongestRetryPauseSeconds),
                new ClusterHa.Flapping(haFlapFailures, haFlapWindowMinutes, haQuarantineMinutes));
        return new Cluster(new ClusterId(id()), naming(), revision(), createdAt(), cpuBaseline, cpuOvercommitRatio, ha);
    }
}
