package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Pool;
import io.atoll.manager.persistence.RecordStore;
import io.atoll.model.ClusterId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code pool}. */
@Repository
public class PoolStore extends RecordStore<PoolEntity, Pool> {
    PoolStore(EntityManager entities) {
        super(entities, PoolEntity.class);
    }

    @Override
    protected PoolEntity newEntity(Pool pool) {
        return new PoolEntity(pool);
    }

    @Override
    protected void set(PoolEntity entity, Pool pool) {
        entity.set(pool);
    }

    @Override
    protected Pool toRecord(PoolEntity entity) {
        return entity.toRecord();
    }

    @Transactional(readOnly = true)
    public List<Pool> in(ClusterId cluster) {
        return select("select pool from PoolEntity pool where pool.clusterId = ?1 order by pool.id", cluster.value());
    }
}
