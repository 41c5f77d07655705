package io.atoll.manager.inventory;

/**
 * How a pool is on one host.
 *
 * @param directIo whether the host writes to it past every cache (O_DIRECT)
 */
public record PoolLink(boolean reachable, String detail, boolean directIo) {}
