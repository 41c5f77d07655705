package io.atoll.manager.vm.internal;

import io.atoll.manager.vm.internal.cloudinit.CloudInitDraft;
import io.atoll.manager.vm.internal.ha.HaDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may say of a new VM. */
public record VmDraft(
        @Nullable String clusterId,
        @Nullable String description,
        @Nullable Integer vcpuCount,
        @Nullable Long memoryMiB,
        @Nullable String imageId,
        @Nullable Integer diskGiB,
        @Nullable String poolId,
        @Nullable List<@Nullable NetworkWish> networks,
        @Nullable CloudInitDraft cloudInit,
        @Nullable HaDraft ha,
        @Nullable String resourcePoolId,
        @Nullable ResourcesDraft resources,
        @Nullable HardwareDraft hardware,
        @Nullable Boolean start,
        @Nullable String hostId) {
    static final int MOST_VCPUS = 64;
    static final long LEAST_MEMORY_MIB = 32;
    static final long MOST_MEMORY_MIB = 1_048_576;
    static final int MOST_DISK_GIB = 65_536;
    static final int MOST_NICS = 8;

    /** The same without what may hold a password. */
    public VmDraft withoutCloudInit() {
        return new VmDraft(
                clusterId,
                description,
                vcpuCount,
                memoryMiB,
                imageId,
                diskGiB,
                poolId,
                networks,
                null,
                ha,
                resourcePoolId,
                resources,
                hardware,
                start,
                hostId);
    }

    /** A network the VM is to be on, and maybe the address it should have there. */
    public record NetworkWish(
            @Nullable String networkId, @Nullable String address) {}
}
