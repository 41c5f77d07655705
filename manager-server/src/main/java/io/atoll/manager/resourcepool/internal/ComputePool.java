package io.atoll.manager.resourcepool.internal;

import io.atoll.manager.api.Naming;
import io.atoll.manager.inventory.ResourcePoolId;
import io.atoll.model.ClusterId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A resource pool as people wrote it.
 *
 * @param parent null: the cluster itself
 * @param cpu in MHz
 * @param memory in MiB
 */
public record ComputePool(
        ResourcePoolId id,
        Naming naming,
        long revision,
        Instant createdAt,
        ClusterId clusterId,
        @Nullable ResourcePoolId parent,
        Amounts cpu,
        Amounts memory) {
    /**
     * What a pool has of one thing.
     *
     * @param limit null: none
     * @param expandable whether more than the reservation may be reserved in it, by taking from the parent
     */
    public record Amounts(long reservation, @Nullable Long limit, int shares, boolean expandable) {
        public static final Amounts USUAL = new Amounts(0, null, Level.NORMAL.shares(), true);
    }

    /** Usual weights, as vSphere's users know them. Names are API. */
    public enum Level {
        LOW(2000),
        NORMAL(4000),
        HIGH(8000),
        /** Any other number. */
        CUSTOM(0);

        private final int shares;

        Level(int shares) {
            this.shares = shares;
        }

        public int shares() {
            return shares;
        }

        public static Level of(int shares) {
            for (var level : values()) {
                if (level.shares == shares) {
                    return level;
                }
            }
            return CUSTOM;
        }
    }

    public String name() {
        return naming.name();
    }

    public ComputePool named(Naming newNaming) {
        return new ComputePool(id, newNaming, revision, createdAt, clusterId, parent, cpu, memory);
    }
}
