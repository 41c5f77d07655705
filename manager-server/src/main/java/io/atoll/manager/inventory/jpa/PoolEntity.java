package io.atoll.manager.inventory.jpa;

import io.atoll.manager.inventory.Pool;
import io.atoll.manager.persistence.NamedEntity;
import io.atoll.model.ClusterId;
import io.atoll.model.PoolId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code pool}. */
@Entity
@Table(name = "pool")
class PoolEntity extends NamedEntity {
    private UUID clusterId;

    @Enumerated(EnumType.STRING)
    private Pool.Type type;

    private String path;

    @Enumerated(EnumType.STRING)
    private Pool.State state;

    private String stateDetail;
    private @Nullable Long capacityBytes;
    private @Nullable Long usedBytes;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected PoolEntity() {}

    @SuppressWarnings("NullAway.Init") // set() does it
    PoolEntity(Pool pool) {
        super(pool.id().value(), pool.naming(), pool.createdAt());
        set(pool);
    }

    final void set(Pool pool) {
        naming(pool.naming());
        clusterId = pool.clusterId().value();
        type = pool.type();
        path = pool.path();
        state = pool.state();
        stateDetail = pool.stateDetail();
        var usage = pool.usage();
        capacityBytes = usage == null ? null : usage.capacityBytes();
        usedBytes = usage == null ? null : usage.usedBytes();
    }

    Pool toRecord() {
        var usage = capacityBytes == null || usedBytes == null ? null : new Pool.Usage(capacityBytes, usedBytes);
        return new Pool(
                new PoolId(id()),
                naming(),
                revision(),
                createdAt(),
                new ClusterId(clusterId),
                type,
                path,
                state,
                stateDetail,
                usage);
    }
}
