package io.atoll.hypervisor.api;

/**
 * Names one process for good: process ids are reused, the pair is not (within one boot of the host).
 *
 * @param startTicks when it started, in the kernel's clock ticks since boot (field 22 of /proc/pid/stat)
 */
public record ProcessIdentity(long pid, long startTicks) {}
