package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.CloudInit;
import io.atoll.agent.v1.CpuTopology;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.VmSpec;
import io.atoll.manager.inventory.AddressPool;
import io.atoll.manager.inventory.AddressPool.Lease;
import io.atoll.manager.inventory.Inventory;
import io.atoll.manager.inventory.Network;
import io.atoll.manager.vm.internal.Nic;
import io.atoll.manager.vm.internal.VmDevices;
import io.atoll.manager.vm.internal.VmHardware;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.cloudinit.CloudInitDocuments;
import io.atoll.manager.vm.internal.cloudinit.CloudInitDraft;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import io.atoll.manager.vm.internal.cloudinit.GuestNic;
import io.atoll.model.CpuBaseline;
import io.atoll.model.NetworkId;
import io.atoll.model.VmId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes a VM down for an agent. */
@Component
class AgentSpecs {
    private static final int ETHERNET_MTU_BYTES = 1500;

    /** With ports, so that disks and cards can come and go; this manager tells the target of a migration what the source has. */
    private static final int DEVICE_LAYOUT = 2;

    /** An agent that knows no files above the first refuses this, in place of starting the VM on what it was once. */
    private static final String CHAIN = "qcow2-chain";

    /** An agent that knows no TPM refuses this, in place of starting the VM without the keys in it. */
    private static final String BIOS_WITH_TPM = "bios+tpm";

    private final VmDevices devices;
    private final AddressPool addresses;
    private final Inventory inventory;

    AgentSpecs(VmDevices devices, AddressPool addresses, Inventory inventory) {
        this.devices = devices;
        this.addresses = addresses;
        this.inventory = inventory;
    }

    VmDevices devices() {
        return devices;
    }

    VmSpec of(VmRecord vm, CpuBaseline cpu) {
        var nics = devices.nics(vm.id());
        var networks = networks(nics);
        var spec = VmSpec.newBuilder()
                .setVmId(vm.id().toString())
                .setName(vm.name())
                .setVcpuCount(vm.spec().vcpuCount())
                .setMemoryMib(vm.spec().memory().value())
                .setCpuModel(cpu.name())
                .addAllCpuFeatures(cpu.beyondLevel().names())
                .setPoolId(vm.spec().poolId().toString())
                .setDeviceLayout(DEVICE_LAYOUT)
                .setHaProtected(vm.spec().ha().wanted());
        hardware(vm.spec().hardware(), spec);
        for (var disk : devices.disks(vm.id())) {
            spec.addDisks(DiskSpec.newBuilder()
                    .setIndex(disk.index())
                    .setPoolId(disk.poolId().toString())
                    .setSizeBytes(disk.sizeBytes())
                    .setFormat(disk.imageId().isEmpty() ? "qcow2" : CHAIN)
                    .setBus("virtio")
                    .setCache("none")
                    .setImageId(disk.imageId())
                    .setOperationsPerSecondLimit(disk.limits().operationsPerSecond())
                    .setBytesPerSecondLimit(disk.limits().bytesPerSecond()));
        }
        nics.forEach(nic -> spec.addNics(nic(nic, network(nic, networks))));
        var settings = vm.spec().cloudInit();
        if (settings != null || nics.stream().anyMatch(nic -> nic.address() != null)) {
            spec.setCloudInit(cloudInit(vm, settings, nics, networks));
        }
        return spec.build();
    }

    private static void hardware(VmHardware hardware, VmSpec.Builder spec) {
        spec.setFirmware(firmware(hardware))
                .setSecureBoot(hardware.secureBoot())
                .setTpm(hardware.tpm());
        var topology = hardware.cpuTopology();
        if (topology != null) {
            spec.setCpuTopology(CpuTopology.newBuilder()
                    .setSockets(topology.sockets())
                    .setCoresPerSocket(topology.coresPerSocket())
                    .setThreadsPerCore(topology.threadsPerCore()));
        }
        if (!hardware.bootOrder().equals(VmHardware.USUAL.bootOrder())) {
            hardware.bootOrder()
                    .forEach(source -> spec.addBootOrder(source.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static String firmware(VmHardware hardware) {
        return switch (hardware.firmware()) {
            case BIOS -> hardware.tpm() ? BIOS_WITH_TPM : "bios";
            case UEFI -> "uefi";
        };
    }

    /** The CPU that a spec gives its guest. */
    static CpuBaseline cpu(VmSpec spec) {
        return CpuBaseline.parse(spec.getCpuModel()).with(spec.getCpuFeaturesList());
    }

    private static NicSpec nic(Nic nic, @Nullable Network network) {
        var spec = NicSpec.newBuilder()
                .setIndex(nic.index())
                .setMac(nic.mac())
                .setModel("virtio")
                .setHotPluggable(nic.hotPluggable());
        if (network != null) {
            spec.setNetworkId(network.id().toString()).setVlan(network.vlan()).setAntiSpoofing(network.antiSpoofing());
        }
        if (nic.address() != null) {
            spec.addAllowedIpv4(nic.address());
        }
        return spec.build();
    }

    private CloudInit cloudInit(
            VmRecord vm, @Nullable CloudInitSettings settings, List<Nic> nics, Map<NetworkId, Network> networks) {
        var told = settings == null
                ? new CloudInitSettings(CloudInitDraft.hostnameOf(vm.name()), List.of(), null)
                : settings;
        return CloudInit.newBuilder()
                .setHostname(told.hostname())
                .setUserData(CloudInitDocuments.userData(told))
                .setNetworkConfig(CloudInitDocuments.networkConfig(guestNics(vm.id(), nics, networks)))
                .build();
    }

    private List<GuestNic> guestNics(VmId vm, List<Nic> nics, Map<NetworkId, Network> networks) {
        var leases =
                addresses.leases(vm.value()).stream().collect(Collectors.toMap(Lease::nicIndex, Function.identity()));
        return nics.stream()
                .map(nic -> {
                    var network = network(nic, networks);
                    var lease = leases.get(nic.index());
                    return new GuestNic(
                            nic.index(),
                            nic.mac(),
                            lease == null ? null : lease.addressWithPrefix(),
                            network == null ? null : network.addressing().gateway(),
                            network == null ? List.of() : network.addressing().dnsServers(),
                            network == null ? ETHERNET_MTU_BYTES : network.mtuBytes());
                })
                .toList();
    }

    private Map<NetworkId, Network> networks(List<Nic> nics) {
        return nics.stream()
                .map(nic -> Optional.ofNullable(nic.networkId()).flatMap(inventory::network))
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.toMap(Network::id, Function.identity()));
    }

    private static @Nullable Network network(Nic nic, Map<NetworkId, Network> networks) {
        var id = nic.networkId();
        return id == null ? null : networks.get(id);
    }
}
