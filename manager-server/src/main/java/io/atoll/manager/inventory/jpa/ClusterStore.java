package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Cluster;
import io.atoll.manager.persistence.RecordStore;
import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Repository;

/** The rows of {@code cluster}. */
@Repository
public class ClusterStore extends RecordStore<ClusterEntity, Cluster> {
    ClusterStore(EntityManager entities) {
        super(entities, ClusterEntity.class);
    }

    @Override
    protected ClusterEntity newEntity(Cluster cluster) {
        return new ClusterEntity(cluster);
    }

    @Override
    protected void set(ClusterEntity entity, Cluster cluster) {
        entity.set(cluster);
    }

    @Override
    protected Cluster toRecord(ClusterEntity entity) {
        return entity.toRecord();
    }
}
