package io.atoll.ha.storage;

import java.io.IOException;

/** Something to do on a pool that may wait for the storage for ever. */
@FunctionalInterface
public interface PoolWork<T> {
    T on(PoolLocation pool) throws IOException;
}
