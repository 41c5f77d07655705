package io.atoll.ha.storage;

import io.atoll.model.PoolId;
import java.nio.file.Path;

/** A pool and where it is mounted on this host. */
public record PoolLocation(PoolId pool, Path root) {
    public PoolLocation {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("A pool's root must be an absolute path, %s was given.".formatted(root));
        }
    }
}
