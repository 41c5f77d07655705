package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DeviceChanges;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.model.Bytes;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.function.Function;

/** Brings changes of devices to the VM that is meant. */
record QemuDevices(Function<VmId, QemuVm> vms) implements DeviceChanges {

    @Override
    public VmStatus growDisk(VmId vm, int slot, Bytes size) {
        return of(vm).grow(slot, size);
    }

    @Override
    public VmStatus plugDisk(VmId vm, VmDisk disk) {
        return of(vm).plug(disk);
    }

    @Override
    public VmStatus unplugDisk(VmId vm, int slot, Duration patience) {
        return of(vm).unplugDisk(slot, patience);
    }

    @Override
    public VmStatus plugNic(VmId vm, VmNic nic) {
        return of(vm).plug(nic);
    }

    @Override
    public VmStatus unplugNic(VmId vm, int slot, Duration patience) {
        return of(vm).unplugNic(slot, patience);
    }

    @Override
    public VmStatus limitDisk(VmId vm, int slot, DiskLimits limits) {
        return of(vm).limit(slot, limits);
    }

    private LiveDevices of(VmId vm) {
        return vms.apply(vm).devices();
    }
}
