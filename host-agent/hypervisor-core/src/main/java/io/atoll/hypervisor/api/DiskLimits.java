package io.atoll.hypervisor.api;

/**
 * How much of its storage a disk may use; what is more waits.
 *
 * @param operationsPerSecond reads and writes together; 0: as many as it can
 * @param bytesPerSecond reads and writes together; 0: as much as it can
 */
public record DiskLimits(long operationsPerSecond, long bytesPerSecond) {

    public static final DiskLimits NONE = new DiskLimits(0, 0);

    /** More than any storage can do, and less than what QEMU counts to. */
    private static final long MOST = 1_000_000_000_000L;

    public DiskLimits {
        require("operations", operationsPerSecond);
        require("bytes", bytesPerSecond);
    }

    private static void require(String what, long perSecond) {
        if (perSecond < 0 || perSecond > MOST) {
            throw new IllegalArgumentException("A disk's limit of %s per second is 0 (none) to %d, %d was given."
                    .formatted(what, MOST, perSecond));
        }
    }
}
