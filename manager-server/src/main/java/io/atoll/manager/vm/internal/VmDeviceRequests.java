package io.atoll.manager.vm.internal;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.identity.Caller;
import io.atoll.manager.inventory.AddressPool;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmPowerState;
import io.atoll.manager.vm.internal.VmDevices.Kind;
import io.atoll.manager.vm.internal.snapshot.SnapshotStore;
import io.atoll.manager.vm.internal.steps.VmTaskKind;
import io.atoll.manager.vm.internal.steps.VmTaskParams;
import io.atoll.manager.vm.internal.steps.VmTaskParams.Device;
import io.atoll.model.NetworkId;
import io.atoll.model.VmId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Requests to change a VM's disks and network cards, whether it runs or is off: checked, written down as what the VM is started and
 * moved with, task submitted, all in one transaction. Nothing is done to a VM here.
 */
@Service
@Transactional
public class VmDeviceRequests {
    /** As many as an agent gives a VM. */
    private static final int MOST_DISKS = 8;

    /** With less a guest would seem to hang. */
    private static final long LEAST_IOPS = 10;

    private static final long MOST_IOPS = 10_000_000;
    private static final long LEAST_BYTES_PER_SECOND = 64 << 10;
    private static final long MOST_BYTES_PER_SECOND = 1_000_000_000_000L;
    private static final int FIRST_DATA_DISK = 1;
    private static final int BYTES_PER_GIB_SHIFT = 30;
    private static final Set<VmPowerState> STATES =
            EnumSet.of(VmPowerState.RUNNING, VmPowerState.STOPPED, VmPowerState.CRASHED);

    private final VmChanges changes;
    private final Equipment equipment;
    private final VmTasks tasks;
    private final Inventory inventory;

    VmDeviceRequests(VmChanges changes, Equipment equipment, VmTasks tasks, Inventory inventory) {
        this.changes = changes;
        this.equipment = equipment;
        this.tasks = tasks;
        this.inventory = inventory;
    }

    /** Where devices, and what they take, are written down. */
    @Component
    record Equipment(VmDevices devices, MacPool macs, AddressPool addresses, SnapshotStore snapshots) {}

    /** A disk grows; the guest is told, and its file systems are its own affair. */
    public TaskId growDisk(VmId id, int index, @Nullable Integer sizeGiB, Caller caller) {
        int size = checkedSize(sizeGiB);
        var vm = require(id);
        var disk = requireDisk(vm, index);
        if (size <= disk.sizeGiB()) {
            throw AtollException.invalid(
                    "sizeGiB",
                    "Disk %d of VM %s has %d GiB and can only grow; sizeGiB is %d. Ask for more than %d."
                            .formatted(index, vm.name(), disk.sizeGiB(), size, disk.sizeGiB()));
        }
        requireRoom(vm, size - disk.sizeGiB());
        return submit(VmTaskKind.GROW_DISK, vm, new Device(Kind.DISK, index, size), caller);
    }

    /** An empty disk more, in the VM's pool. */
    public TaskId addDisk(VmId id, @Nullable Integer sizeGiB, Caller caller) {
        int size = checkedSize(sizeGiB);
        var vm = require(id);
        requireRoom(vm, size);
        int index = freeIndex(vm, Kind.DISK, FIRST_DATA_DISK, MOST_DISKS);
        equipment.devices.add(id, new Disk(index, vm.spec().poolId(), size, Disk.Limits.NONE));
        changes.hasOtherDevices(id);
        return submit(VmTaskKind.ADD_DISK, vm, new Device(Kind.DISK, index, size), caller);
    }

    /**
     * What a disk may use of its storage, from now on and after every start and move.
     *
     * @param operationsPerSecond null: as it is; 0: as many as it can
     * @param bytesPerSecond likewise
     */
    public TaskId limitDisk(
            VmId id, int index, @Nullable Long operationsPerSecond, @Nullable Long bytesPerSecond, Caller caller) {
        var check = new InputCheck();
        checkLimit(check, "iopsLimit", operationsPerSecond, LEAST_IOPS, MOST_IOPS);
        checkLimit(check, "bytesPerSecondLimit", bytesPerSecond, LEAST_BYTES_PER_SECOND, MOST_BYTES_PER_SECOND);
        check.done();
        var vm = require(id);
        var before = requireDisk(vm, index).limits();
        var limits = new Disk.Limits(
                operationsPerSecond == null ? before.operationsPerSecond() : operationsPerSecond,
                bytesPerSecond == null ? before.bytesPerSecond() : bytesPerSecond);
        equipment.devices.limit(id, index, limits);
        changes.hasOtherDevices(id);
        return submit(VmTaskKind.LIMIT_DISK, vm, new Device(Kind.DISK, index, 0, before), caller);
    }

    private static void checkLimit(InputCheck check, String field, @Nullable Long value, long least, long most) {
        if (value != null && value != 0) {
            check.range(field, value, least, most);
        }
    }

    /** A disk goes, with everything on it. */
    public TaskId removeDisk(VmId id, int index, Caller caller) {
        var vm = require(id);
        if (index == 0) {
            throw new AtollException(
                    ErrorCode.IN_USE,
                    "VM %s starts from disk 0, which goes only with the VM.".formatted(vm.name()),
                    Hint.of("Delete the VM, or remove one of its other disks."));
        }
        var holding = equipment.snapshots.holding(id, index);
        if (holding > 0) {
            throw new AtollException(
                    ErrorCode.IN_USE,
                    "Disk %d of VM %s is in %d snapshots.".formatted(index, vm.name(), holding),
                    Hint.of("Delete them first."));
        }
        return remove(vm, new Device(Kind.DISK, index, 0), VmTaskKind.REMOVE_DISK, caller);
    }

    /** A network card more. */
    public TaskId addNic(VmId id, @Nullable String networkId, @Nullable String address, Caller caller) {
        var check = new InputCheck();
        var network = check.id("networkId", networkId, NetworkId::new);
        check.done();
        var vm = require(id);
        var found = inventory
                .network(network)
                .filter(known -> known.clusterId().equals(vm.spec().clusterId()))
                .orElseThrow(() -> new AtollException(
                        ErrorCode.NETWORK_NOT_FOUND, "There is no network %s in the VM's cluster.".formatted(network)));
        if (address != null && !found.hasStaticAddresses()) {
            throw AtollException.invalid(
                    "address", "Network %s gives out no addresses: its guests ask DHCP.".formatted(found.name()));
        }
        int index = freeIndex(vm, Kind.NIC, 0, VmDraft.MOST_NICS);
        var lease = found.hasStaticAddresses() ? equipment.addresses.take(found, address, id.value(), index) : null;
        equipment.devices.add(
                id, new Nic(index, found.id(), equipment.macs.next(), lease == null ? null : lease.address(), true));
        changes.hasOtherDevices(id);
        return submit(VmTaskKind.ADD_NIC, vm, new Device(Kind.NIC, index, 0), caller);
    }

    /** A network card goes, and its address is free again. */
    public TaskId removeNic(VmId id, int index, Caller caller) {
        return remove(require(id), new Device(Kind.NIC, index, 0), VmTaskKind.REMOVE_NIC, caller);
    }

    private TaskId remove(VmRecord vm, Device device, VmTaskKind kind, Caller caller) {
        if (!equipment.devices.has(vm.id(), device.kind(), device.index())) {
            throw notFound(vm, device.kind(), device.index());
        }
        equipment.devices.removing(vm.id(), device.kind(), device.index(), true);
        changes.hasOtherDevices(vm.id());
        return submit(kind, vm, device, caller);
    }

    private TaskId submit(VmTaskKind kind, VmRecord vm, Device device, Caller caller) {
        var task = tasks.submit(kind, vm, VmTaskParams.ofDevice(vm.id(), device), caller.name());
        changes.changeStatus(vm.id(), status -> status.withActiveTask(task));
        return task;
    }

    private static int checkedSize(@Nullable Integer sizeGiB) {
        var check = new InputCheck();
        int size = check.range("sizeGiB", check.present("sizeGiB", sizeGiB, 1), 1, VmDraft.MOST_DISK_GIB);
        check.done();
        return size;
    }

    private Disk requireDisk(VmRecord vm, int index) {
        return equipment.devices.disks(vm.id()).stream()
                .filter(disk -> disk.index() == index)
                .findFirst()
                .orElseThrow(() -> notFound(vm, Kind.DISK, index));
    }

    private static AtollException notFound(VmRecord vm, Kind kind, int index) {
        return switch (kind) {
            case DISK ->
                new AtollException(ErrorCode.VM_DISK_NOT_FOUND, "VM %s has no disk %d.".formatted(vm.name(), index));
            case NIC ->
                new AtollException(
                        ErrorCode.VM_NIC_NOT_FOUND, "VM %s has no network card %d.".formatted(vm.name(), index));
        };
    }

    private int freeIndex(VmRecord vm, Kind kind, int first, int end) {
        return equipment
                .devices
                .freeIndex(vm.id(), kind, first, end)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.LIMIT_REACHED,
                        "VM %s has %d %s, as many as a VM can have."
                                .formatted(
                                        vm.name(),
                                        end,
                                        switch (kind) {
                                            case DISK -> "disks";
                                            case NIC -> "network cards";
                                        }),
                        Hint.of("Remove one first.")));
    }

    /** Disks are thin, so this is what a full disk would need; a pool that nobody has looked at yet is not judged. */
    private void requireRoom(VmRecord vm, int moreGiB) {
        var pool = inventory.pool(vm.spec().poolId());
        var usage = pool.map(found -> found.usage()).orElse(null);
        if (usage == null) {
            return;
        }
        long freeGiB = Math.max(0, usage.capacityBytes() - usage.usedBytes()) >> BYTES_PER_GIB_SHIFT;
        if (moreGiB > freeGiB) {
            throw new AtollException(
                    ErrorCode.POOL_FULL,
                    "%d GiB more are asked for; pool %s has %d GiB left."
                            .formatted(moreGiB, pool.get().name(), freeGiB),
                    Hint.of("Ask for less, or make room in the pool."));
        }
    }

    /** The VM, locked, in a state in which its devices can change. */
    private VmRecord require(VmId id) {
        var vm = changes.lock(id);
        var status = vm.status();
        if (status.activeTask() != null) {
            throw new AtollException(
                    ErrorCode.TASK_IN_PROGRESS,
                    "Task %s is working on VM %s.".formatted(status.activeTask(), vm.name()),
                    new Hint("Wait for it, or cancel it.", "/api/v1/tasks/" + status.activeTask()));
        }
        if (!STATES.contains(status.powerState()) || status.hasConflict()) {
            throw new AtollException(
                    ErrorCode.VM_WRONG_STATE,
                    "VM %s is %s%s; its disks and network cards can change in %s."
                            .formatted(
                                    vm.name(),
                                    status.powerState(),
                                    status.hasConflict() ? " and in conflict" : "",
                                    STATES));
        }
        return vm;
    }
}
