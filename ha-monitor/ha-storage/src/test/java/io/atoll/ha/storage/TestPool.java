package io.atoll.ha.storage;

import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A pool as a folder on a real disk. */
final class TestPool {
    private TestPool() {}

    static PoolLocation in(Path folder) throws IOException {
        var pool = new PoolLocation(new PoolId(UUID.randomUUID()), Files.createDirectories(folder));
        Files.writeString(folder.resolve(".atoll-pool"), "{\"poolId\":\"%s\"}".formatted(pool.pool()));
        return pool;
    }

    static Path slots(PoolLocation pool) {
        return pool.root().resolve(".atoll").resolve("ha");
    }
}
