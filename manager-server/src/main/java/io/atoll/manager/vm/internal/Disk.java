package io.atoll.manager.vm.internal;

import io.atoll.model.PoolId;

/** One disk of a VM. Its file is named by VM and index. */
public record Disk(int index, PoolId poolId, int sizeGiB, Limits limits) {
    /** What it may use of its storage, reads and writes together; 0: as much as it can. */
    public record Limits(long operationsPerSecond, long bytesPerSecond) {
        public static final Limits NONE = new Limits(0, 0);
    }

    public long sizeBytes() {
        return (long) sizeGiB << 30;
    }
}
