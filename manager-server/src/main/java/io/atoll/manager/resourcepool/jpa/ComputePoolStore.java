package io.atoll.manager.resourcepool.jpa;

import io.atoll.manager.persistence.RecordStore;
import io.atoll.manager.resourcepool.internal.ComputePool;
import io.atoll.model.ClusterId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code resource_pool}. */
@Repository
public class ComputePoolStore extends RecordStore<ComputePoolEntity, ComputePool> {
    ComputePoolStore(EntityManager entities) {
        super(entities, ComputePoolEntity.class);
    }

    @Override
    protected ComputePoolEntity newEntity(ComputePool pool) {
        return new ComputePoolEntity(pool);
    }

    @Override
    protected void set(ComputePoolEntity entity, ComputePool pool) {
        entity.set(pool);
    }

    @Override
    protected ComputePool toRecord(ComputePoolEntity entity) {
        return entity.toRecord();
    }

    /** The pools of a cluster, by id. */
    @Transactional(readOnly = true)
    public List<ComputePool> in(ClusterId cluster) {
        return select(
                "select pool from ComputePoolEntity pool where pool.clusterId = ?1 order by pool.id", cluster.value());
    }
}
