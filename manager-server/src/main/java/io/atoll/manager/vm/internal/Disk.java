package io.atoll.manager.vm.internal;

import io.atoll.model.PoolId;

/** One disk of a VM. Its file is named by VM and index. */
public record Disk(int index, PoolId poolId, int sizeGiB) {
    public long sizeBytes() {
        return (long) sizeGiB << 30;
    }
}
