package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Host;
import io.atoll.manager.persistence.RecordStore;
import io.atoll.model.ClusterId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code host}. */
@Repository
public class HostStore extends RecordStore<HostEntity, Host> {
    HostStore(EntityManager entities) {
        super(entities, HostEntity.class);
    }

    @Override
    protected HostEntity newEntity(Host host) {
        return new HostEntity(host);
    }

    @Override
    protected void set(HostEntity entity, Host host) {
        entity.set(host);
    }

    @Override
    protected Host toRecord(HostEntity entity) {
        return entity.toRecord();
    }

    @Transactional(readOnly = true)
    public List<Host> in(ClusterId cluster) {
        return select("select host from HostEntity host where host.clusterId = ?1 order by host.id", cluster.value());
    }
}
