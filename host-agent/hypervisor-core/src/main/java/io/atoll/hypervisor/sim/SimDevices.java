package io.atoll.hypervisor.sim;

import io.atoll.hypervisor.api.DeviceChanges;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.vm.Transition;
import io.atoll.hypervisor.vm.VmLifecycle;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.Bytes;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Devices that come, go and grow on one simulated host. A guest that ignores its power button releases nothing either. */
final class SimDevices implements DeviceChanges {

    private final SimWorld world;
    private final Function<VmId, SimMachine> machines;
    private final Map<Path, Bytes> grown = new HashMap<>();

    SimDevices(SimWorld world, Function<VmId, SimMachine> machines) {
        this.world = world;
        this.machines = machines;
    }

    private interface Change {
        VmDefinition of(VmDefinition now);
    }

    @Override
    public VmStatus growDisk(VmId vm, int slot, Bytes size) {
        return change(vm, now -> {
            var disk = now.disk(slot)
                    .orElseThrow(() -> new HypervisorException(
                            HypervisorErrorCode.DISK_NOT_FOUND, "VM %s has no disk %d here.".formatted(vm, slot)));
            var before = grown.getOrDefault(disk.path(), new Bytes(0));
            if (!before.fitsIn(size)) {
                throw new HypervisorException(
                        HypervisorErrorCode.DISK_CANNOT_SHRINK,
                        "Disk %d of VM %s has %s and cannot shrink to %s.".formatted(slot, vm, before, size));
            }
            grown.put(disk.path(), size);
            return now;
        });
    }

    @Override
    public VmStatus limitDisk(VmId vm, int slot, DiskLimits limits) {
        return change(
                vm,
                now -> now.withDisk(
                        slot,
                        now.disk(slot)
                                .orElseThrow(() -> new HypervisorException(
                                        HypervisorErrorCode.DISK_NOT_FOUND,
                                        "VM %s has no disk %d here.".formatted(vm, slot)))
                                .limited(limits)));
    }

    @Override
    public VmStatus plugDisk(VmId vm, VmDisk disk) {
        return change(vm, now -> {
            requirePort(now, disk.slot() > 0);
            return now.withDisk(disk.slot(), disk);
        });
    }

    @Override
    public VmStatus unplugDisk(VmId vm, int slot, Duration patience) {
        return change(vm, now -> {
            requirePort(now, slot > 0);
            requireReleased(vm, "disk " + slot, patience);
            return now.withDisk(slot, null);
        });
    }

    @Override
    public VmStatus plugNic(VmId vm, VmNic nic) {
        return change(vm, now -> {
            requirePort(now, nic.hotPluggable());
            return now.withNic(nic.slot(), nic);
        });
    }

    @Override
    public VmStatus unplugNic(VmId vm, int slot, Duration patience) {
        return change(vm, now -> {
            requirePort(now, now.nic(slot).map(VmNic::hotPluggable).orElse(true));
            requireReleased(vm, "network card " + slot, patience);
            return now.withNic(slot, null);
        });
    }

    private VmStatus change(VmId vm, Change change) {
        return world.locked(() -> {
            var machine = machines.apply(vm);
            var state = machine.state();
            if (!(state instanceof VmState.Running) && !(state instanceof VmState.Paused)) {
                throw HypervisorException.wrongState(
                        vm,
                        new Transition.Refused(
                                "changing its devices is not possible because it is %s".formatted(state.label()),
                                VmLifecycle.allowedCommands(state)));
            }
            machine.redefine(change.of(machine.definition()));
            return machine.status();
        });
    }

    private static void requirePort(VmDefinition vm, boolean inPort) {
        if (vm.layout() == DeviceLayout.FIXED || !inPort) {
            throw new HypervisorException(
                    HypervisorErrorCode.VM_DEFINITION_UNSUPPORTED,
                    "The device of VM %s cannot come or go while the VM runs.".formatted(vm.id()));
        }
    }

    private void requireReleased(VmId vm, String what, Duration patience) {
        if (machines.apply(vm).isDeaf()) {
            throw new HypervisorException(
                    HypervisorErrorCode.DEVICE_NOT_RELEASED,
                    "The guest did not release %s within %d s; VM %s keeps it."
                            .formatted(what, patience.toSeconds(), vm));
        }
    }
}
