package io.atoll.storage;

import io.atoll.model.Bytes;

/**
 * How a pool looks from this host right now. An unreachable pool has zero sizes, and {@code detail} says why; a reachable
 * one has an empty detail.
 *
 * @param directIo whether files can be opened past the page cache, which VMs protected by HA need
 */
public record PoolReport(boolean reachable, Bytes capacity, Bytes used, boolean directIo, String detail) {
    static PoolReport unreachable(String detail) {
        return new PoolReport(false, Bytes.NONE, Bytes.NONE, false, detail);
    }
}
