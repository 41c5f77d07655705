package io.atoll.manager.vm.internal;

import io.atoll.model.PoolId;

/**
 * One disk of a VM.
 *
 * @param imageId the file that it is written to; empty: its first, which is named by VM and index alone
 */
public record Disk(int index, PoolId poolId, int sizeGiB, Limits limits, String imageId) {
    public Disk(int index, PoolId poolId, int sizeGiB, Limits limits) {
        this(index, poolId, sizeGiB, limits, "");
    }

    /** What it may use of its storage, reads and writes together; 0: as much as it can. */
    public record Limits(long operationsPerSecond, long bytesPerSecond) {
        public static final Limits NONE = new Limits(0, 0);
    }

    public long sizeBytes() {
        return (long) sizeGiB << 30;
    }
}
