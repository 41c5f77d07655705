package io.atoll.agent.host;

import io.atoll.model.PoolId;
import java.nio.file.Path;

/** How this host sees a pool. Sizes are 0 when it cannot be reached; {@code detail} then says why. */
public record PoolState(
        PoolId id, Path path, boolean reachable, long capacityBytes, long usedBytes, String detail, boolean directIo) {}
