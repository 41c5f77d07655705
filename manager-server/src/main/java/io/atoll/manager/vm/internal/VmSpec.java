package io.atoll.manager.vm.internal;

import io.atoll.manager.ha.HaIntent;
import io.atoll.manager.inventory.VmResources;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.model.ClusterId;
import io.atoll.model.ImageId;
import io.atoll.model.Mebibytes;
import io.atoll.model.PoolId;
import org.jspecify.annotations.Nullable;

/**
 * What people want of a VM. Disks and network cards have tables of their own.
 *
 * @param poolId where the VM's folder is
 */
public record VmSpec(
        ClusterId clusterId,
        int vcpuCount,
        Mebibytes memory,
        @Nullable ImageId imageId,
        PoolId poolId,
        HaIntent ha,
        @Nullable CloudInitSettings cloudInit,
        VmResources resources,
        VmHardware hardware) {
    public VmSpec sized(int newVcpuCount, Mebibytes newMemory) {
        return new VmSpec(clusterId, newVcpuCount, newMemory, imageId, poolId, ha, cloudInit, resources, hardware);
    }

    public VmSpec guarded(HaIntent newHa) {
        return new VmSpec(clusterId, vcpuCount, memory, imageId, poolId, newHa, cloudInit, resources, hardware);
    }

    /** With what cloud-init is told. */
    VmSpec telling(CloudInitSettings told) {
        return new VmSpec(clusterId, vcpuCount, memory, imageId, poolId, ha, told, resources, hardware);
    }

    public VmSpec with(VmResources others) {
        return new VmSpec(clusterId, vcpuCount, memory, imageId, poolId, ha, cloudInit, others, hardware);
    }

    public VmSpec with(VmHardware other) {
        return new VmSpec(clusterId, vcpuCount, memory, imageId, poolId, ha, cloudInit, resources, other);
    }
}
