package io.atoll.manager.vm.internal;

import io.atoll.manager.inventory.HostNeeds;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A VM's hardware beside vCPUs, memory, disks and network cards.
 *
 * @param cpuTopology null: one socket with all vCPUs as its cores
 * @param secureBoot with UEFI only
 * @param bootOrder what it boots from, first to last; nothing twice
 */
public record VmHardware(
        @Nullable CpuTopology cpuTopology,
        boolean nestedVirtualization,
        Firmware firmware,
        boolean secureBoot,
        boolean tpm,
        List<BootSource> bootOrder) {
    public static final VmHardware USUAL =
            new VmHardware(null, false, Firmware.BIOS, false, false, List.of(BootSource.DISK));

    public VmHardware {
        bootOrder = List.copyOf(bootOrder);
    }

    /** What starts the guest's operating system. */
    public enum Firmware {
        BIOS,
        UEFI
    }

    /** What a guest can boot from: its first disk, its CD-ROM, its first network card. */
    public enum BootSource {
        DISK,
        CDROM,
        NETWORK
    }

    /** How vCPUs are arranged; the product is their number. */
    public record CpuTopology(int sockets, int coresPerSocket, int threadsPerCore) {
        long vcpuCount() {
            return (long) sockets * coresPerSocket * threadsPerCore;
        }
    }

    /** What of this not every host can give, see {@link HostNeeds}. */
    public SortedSet<String> hostNeeds() {
        var needs = new TreeSet<String>();
        if (!equals(USUAL)) {
            needs.add(HostNeeds.HARDWARE_OPTIONS);
        }
        if (firmware == Firmware.UEFI) {
            needs.add(secureBoot ? HostNeeds.SECURE_BOOT : HostNeeds.UEFI);
        }
        if (tpm) {
            needs.add(HostNeeds.TPM);
        }
        if (bootOrder.contains(BootSource.NETWORK)) {
            needs.add(HostNeeds.NETWORK_BOOT);
        }
        return needs;
    }
}
