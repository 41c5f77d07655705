package io.atoll.hypervisor.api;

/**
 * How far a migration is.
 *
 * @param remainingBytes memory still to be sent in this pass; grows again when the guest writes to memory sent before
 * @param memoryPasses how many times the guest's memory has been gone through
 * @param throttlePercent how much the guest is slowed down so that the migration can end
 */
public record MigrationProgress(
        Phase phase,
        long transferredBytes,
        long remainingBytes,
        long totalBytes,
        long bytesPerSecond,
        int memoryPasses,
        int throttlePercent) {

    /** What is going on. */
    public enum Phase {
        /** Connecting, agreeing on capabilities. */
        SETUP,
        /** Memory is sent while the guest runs. */
        MEMORY,
        /** The guest stands still while the rest is sent. */
        SWITCHOVER
    }

    /** 0 to 100, by the memory still to be sent. */
    public int percent() {
        if (totalBytes <= 0) {
            return 0;
        }
        return (int) Math.round(Math.clamp(100.0 - 100.0 * remainingBytes / totalBytes, 0.0, 100.0));
    }
}
