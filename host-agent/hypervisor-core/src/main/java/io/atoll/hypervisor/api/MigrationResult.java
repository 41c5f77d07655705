package io.atoll.hypervisor.api;

import java.time.Duration;

/**
 * What a completed migration took, by the hypervisor's own figures.
 *
 * @param downtime how long the guest stood still
 * @param setup until the first byte of memory was sent
 */
public record MigrationResult(
        Duration total, Duration downtime, Duration setup, long transferredBytes, int memoryPasses) {}
