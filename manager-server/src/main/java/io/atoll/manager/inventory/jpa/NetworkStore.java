package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Network;
import io.atoll.manager.persistence.RecordStore;
import io.atoll.model.ClusterId;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code network}. */
@Repository
public class NetworkStore extends RecordStore<NetworkEntity, Network> {
    NetworkStore(EntityManager entities) {
        super(entities, NetworkEntity.class);
    }

    @Override
    protected NetworkEntity newEntity(Network network) {
        return new NetworkEntity(network);
    }

    @Override
    protected void set(NetworkEntity entity, Network network) {
        entity.set(network);
    }

    @Override
    protected Network toRecord(NetworkEntity entity) {
        return entity.toRecord();
    }

    @Transactional(readOnly = true)
    public List<Network> in(ClusterId cluster) {
        return select(
                "select network from NetworkEntity network where network.clusterId = ?1 order by network.id",
                cluster.value());
    }
}
