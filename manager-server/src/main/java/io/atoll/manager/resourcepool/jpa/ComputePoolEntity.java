package io.atoll.manager.resourcepool.jpa;

import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.manager.resourcepool.internal.ComputePool;
import io.atoll.manager.resourcepool.internal.ComputePool.Amounts;
import io.atoll.model.ClusterId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code resource_pool}. */
@Entity
@Table(name = "resource_pool")
class ComputePoolEntity extends NamedEntity {
    private UUID clusterId;
    private @Nullable UUID parentId;
    private long cpuReservationMhz;
    private @Nullable Long cpuLimitMhz;
    private int cpuShares;
    private boolean cpuExpandable;
    private long memoryReservationMib;
    private @Nullable Long memoryLimitMib;
    private int memoryShares;
    private boolean memoryExpandable;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ComputePoolEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    ComputePoolEntity(ComputePool pool) {
        super(pool.id().value(), pool.naming(), pool.createdAt());
        set(pool);
    }

    final void set(ComputePool pool) {
        naming(pool.naming());
        clusterId = pool.clusterId().value();
        parentId = pool.parent() == null ? null : pool.parent().value();
        cpuReservationMhz = pool.cpu().reservation();
        cpuLimitMhz = pool.cpu().limit();
        cpuShares = pool.cpu().shares();
        cpuExpandable = pool.cpu().expandable();
        memoryReservationMib = pool.memory().reservation();
        memoryLimitMib = pool.memory().limit();
        memoryShares = pool.memory().shares();
        memoryExpandable = pool.memory().expandable();
    }

    ComputePool toRecord() {
        return new ComputePool(
                new ResourcePoolId(id()),
                naming(),
                revision(),
                createdAt(),
                new ClusterId(clusterId),
                parentId == null ? null : new ResourcePoolId(parentId),
                new Amounts(cpuReservationMhz, cpuLimitMhz, cpuShares, cpuExpandable),
                new Amounts(memoryReservationMib, memoryLimitMib, memoryShares, memoryExpandable));
    }
}
