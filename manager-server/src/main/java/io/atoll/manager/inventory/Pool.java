package io.atoll.manager.inventory;

import io.atoll.manager.api.Naming;
import io.atoll.model.ClusterId;
import io.atoll.model.PoolId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Storage that all hosts of a cluster reach at the same path. */
public record Pool(
        PoolId id,
        Naming naming,
        long revision,
        Instant createdAt,
        ClusterId clusterId,
        Type type,
        String path,
        State state,
        String stateDetail,
        @Nullable Usage usage) {
    /** What kind of storage it is. */
    public enum Type {
        SHARED_DIRECTORY
    }

    /** Where the pool is in its life. */
    public enum State {
        CREATING,
        READY,
        FAILED,
        DELETING
    }

    /** How full it is, as a host last said. */
    public record Usage(long capacityBytes, long usedBytes) {}

    public String name() {
        return naming.name();
    }

    public Pool in(State newState, String newDetail) {
        return new Pool(id, naming, revision, createdAt, clusterId, type, path, newState, newDetail, usage);
    }

    public Pool filled(Usage newUsage) {
        return new Pool(id, naming, revision, createdAt, clusterId, type, path, state, stateDetail, newUsage);
    }

    public Pool named(Naming newNaming) {
        return new Pool(id, newNaming, revision, createdAt, clusterId, type, path, state, stateDetail, usage);
    }
}
