package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.model.ClusterId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A row of {@code cluster}. */
@Entity
@Table(name = "cluster")
class ClusterEntity extends NamedEntity {
    private String cpuBaseline;
    private double cpuOvercommitRatio;

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
    }

    Cluster toRecord() {
        return new Cluster(new ClusterId(id()), naming(), revision(), createdAt(), cpuBaseline, cpuOvercommitRatio);
    }
}
