package io.atoll.hypervisor.api;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guest finds around its processor and memory.
 *
 * @param topology null: one socket with all virtual CPUs as its cores
 * @param bootOrder what the guest boots from, first to last; nothing twice
 * @param uefi null: BIOS
 * @param tpmState the folder with the state of the guest's TPM 2.0, which exists; null: it has no TPM
 */
public record Platform(
        @Nullable CpuTopology topology,
        List<BootSource> bootOrder,
        @Nullable Uefi uefi,
        @Nullable Path tpmState) {

    /** BIOS, from the first disk. */
    public static final Platform PLAIN = new Platform(null, List.of(BootSource.DISK), null, null);

    public Platform {
        bootOrder = List.copyOf(bootOrder);
        if (bootOrder.isEmpty() || new HashSet<>(bootOrder).size() < bootOrder.size()) {
            throw new IllegalArgumentException(
                    "A boot order names at least one source and none twice, %s was given.".formatted(bootOrder));
        }
        if (tpmState != null) {
            HostPaths.requireAbsolute("folder of the TPM's state", tpmState);
        }
    }

    /** What a guest can boot from. */
    public enum BootSource {
        /** Its first disk. */
        DISK,
        /** Its CD-ROM, where it has one. */
        CDROM,
        /** Its first network card. */
        NETWORK
    }

    /**
     * Firmware by UEFI.
     *
     * @param secureBoot whether it runs only what is signed; such a guest begins with the keys that come with the firmware
     * @param variables the guest's own non-volatile variables; made from the firmware's template where it is missing
     */
    public record Uefi(boolean secureBoot, Path variables) {
        public Uefi {
            HostPaths.requireAbsolute("file of UEFI variables", variables);
        }
    }

    /** At which place a source is in the boot order, from 1; 0: the guest does not boot from it. */
    public int bootIndex(BootSource source) {
        return bootOrder.indexOf(source) + 1;
    }
}
