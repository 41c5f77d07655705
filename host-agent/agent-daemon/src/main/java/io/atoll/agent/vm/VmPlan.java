package io.atoll.agent.vm;

import io.atoll.agent.network.Ipv4;
import io.atoll.hypervisor.api.CpuTopology;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.Platform;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.model.Bytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.DiskImage;
import io.atoll.storage.VmFolders;
import io.atoll.storage.seed.NoCloudSeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VM as it shall run here, every value checked. The guest boots from the first disk.
 *
 * @param layout where its devices sit when it is started; one that arrives keeps those it has
 * @param extras what goes beyond {@code hardware}, whose platform it becomes where the VM's files are known
 * @param highlyAvailable whether another host may start it once this one is proven dead; it then runs under this host's lease
 */
public record VmPlan(
        VmId id,
        String name,
        VmHardware hardware,
        PoolId pool,
        List<Disk> disks,
        List<Nic> nics,
        @Nullable NoCloudSeed seed,
        boolean highlyAvailable,
        DeviceLayout layout,
        Extras extras) {
    public VmPlan {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }

    /** Firmware, boot order and what else is around the processor; Secure Boot is a kind of UEFI. */
    public record Extras(
            @Nullable CpuTopology topology, List<BootSource> bootOrder, boolean uefi, boolean secureBoot, boolean tpm) {
        public Extras {
            bootOrder = List.copyOf(bootOrder);
        }

        Platform platform(VmId vm, VmFolders folders) {
            return new Platform(
                    topology,
                    bootOrder,
                    uefi ? new Platform.Uefi(secureBoot, folders.uefiVariablesPath(vm, secureBoot)) : null,
                    tpm ? folders.makeTpmFolder(vm) : null);
        }
    }

    /**
     * Where a disk is.
     *
     * @param image the file that it is written to, whose name follows from VM and image
     */
    public record Disk(DiskImage image, PoolId pool, Bytes size, DiskLimits limits) {
        public int index() {
            return image.index();
        }
    }

    /** Whether it has a disk of this number. */
    boolean hasDisk(int index) {
        return disks.stream().anyMatch(disk -> disk.index() == index);
    }

    /** Whether it has a network card of this number. */
    boolean hasNic(int index) {
        return nics.stream().anyMatch(nic -> nic.index() == index);
    }

    /** A network card; without a network it gets a private one in the hypervisor process. */
    public record Nic(
            int index,
            @Nullable NetworkId network,
            MacAddress mac,
            int vlan,
            boolean antiSpoofing,
            List<Ipv4> allowedIpv4,
            boolean hotPluggable) {
        public Nic {
            allowedIpv4 = List.copyOf(allowedIpv4);
        }
    }
}
