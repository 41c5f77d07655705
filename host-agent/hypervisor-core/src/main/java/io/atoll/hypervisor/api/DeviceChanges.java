package io.atoll.hypervisor.api;

import io.atoll.model.Bytes;
import io.atoll.model.VmId;
import java.time.Duration;

/**
 * Changes to the disks and network cards of a guest that is here. Each keeps the VM's definition true: a migration right after it
 * takes what it made along. Each may be called again with the same arguments, also by a later run of the agent after one that died
 * in the middle, and then completes what is missing. VM_WRONG_STATE where there is no guest, or it is on its way in or out.
 */
public interface DeviceChanges {

    /**
     * Makes the disk larger; the guest is told. Nothing happens when it has that size; DISK_CANNOT_SHRINK when it is larger.
     */
    VmStatus growDisk(VmId vm, int slot, Bytes size);

    /**
     * Plugs a disk into its slot. VM_DEFINITION_UNSUPPORTED when the slot is another disk's, is the first, or the VM's layout has no
     * ports; on failure nothing of it is left.
     */
    VmStatus plugDisk(VmId vm, VmDisk disk);

    /**
     * Asks the guest to release the disk, takes it away and closes its file. DEVICE_NOT_RELEASED when the guest has not by the end
     * of {@code patience}; the disk then stays the guest's, also when it lets go of it later. Nothing happens when the slot is empty.
     */
    VmStatus unplugDisk(VmId vm, int slot, Duration patience);

    /** Lets the disk use more or less of its storage from now on, also after a restart or a move. */
    VmStatus limitDisk(VmId vm, int slot, DiskLimits limits);

    /** Plugs a network card into its slot, as {@link #plugDisk}; what it is plugged into on the host is there already. */
    VmStatus plugNic(VmId vm, VmNic nic);

    /** As {@link #unplugDisk}; what it was plugged into on the host is left. */
    VmStatus unplugNic(VmId vm, int slot, Duration patience);
}
