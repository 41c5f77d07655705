package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.network.GuestNetwork;
import io.atoll.agent.network.Ipv4;
import io.atoll.agent.v1.CloudInit;
import io.atoll.agent.v1.DiskSpec;
import io.atoll.agent.v1.NicSpec;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.vm.VmPlan;
import io.atoll.hypervisor.api.CpuTopology;
import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.DiskLimits;
import io.atoll.hypervisor.api.MacAddress;
import io.atoll.hypervisor.api.MachineType;
import io.atoll.hypervisor.api.Platform;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.model.Bytes;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.seed.NoCloudSeed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a VM's spec as if an enemy had written it: every value is checked before anything happens. */
final class VmSpecReader {
    private static final int ALLOWED_ADDRESSES = 32;
    private static final long LARGEST_DISK_BYTES = 1L << 56;

    /** The second is for agents that know no TPM: they refuse it. Whether there is one, its own field says. */
    private static final Set<String> BIOS = Set.of("bios", "bios+tpm");

    private final Violations violations = new Violations();

    /** The plan, or a refusal that names everything wrong with the spec. */
    static VmPlan read(VmSpec spec) {
        return new VmSpecReader().plan(spec);
    }

    private VmPlan plan(VmSpec spec) {
        var id = violations.read("vm_id", () -> VmId.parse(spec.getVmId()));
        var pool = violations.read("pool_id", () -> PoolId.parse(spec.getPoolId()));
        requireName(spec.getName());
        var extras = extras(spec);
        var hardware = violations.read("hardware", () -> hardware(spec));
        var disks = disks(spec.getDisksList());
        var nics = nics(spec.getNicsList());
        var seed = !spec.hasCloudInit() || id == null
                ? null
                : violations.read("cloud_init", () -> seed(id, spec.getCloudInit()));
        violations.throwIfAny();
        return new VmPlan(
                sound(id),
                spec.getName(),
                sound(hardware),
                sound(pool),
                disks,
                nics,
                seed,
                spec.getHaProtected(),
                layout(spec),
                sound(extras));
    }

    private VmPlan.@Nullable Extras extras(VmSpec spec) {
        var uefi = spec.getFirmware().equals("uefi");
        violations.require(
                uefi || BIOS.contains(spec.getFirmware()),
                "firmware",
                "only \"bios\", \"bios+tpm\" and \"uefi\" are possible, %d other characters were given"
                        .formatted(spec.getFirmware().length()));
        violations.require(
                uefi || !spec.getSecureBoot(), "secure_boot", "it needs the firmware \"uefi\", not \"bios\"");
        var topology = spec.hasCpuTopology()
                ? violations.read("cpu_topology", () -> topology(spec.getCpuTopology(), spec.getVcpuCount()))
                : null;
        var bootOrder = violations.read("boot_order", () -> bootOrder(spec.getBootOrderList()));
        return bootOrder == null
                ? null
                : new VmPlan.Extras(topology, bootOrder, uefi, spec.getSecureBoot(), spec.getTpm());
    }

    private static CpuTopology topology(io.atoll.agent.v1.CpuTopology given, int vcpuCount) {
        var topology = new CpuTopology(given.getSockets(), given.getCoresPerSocket(), given.getThreadsPerCore());
        if (topology.vcpuCount() != vcpuCount) {
            throw new IllegalArgumentException("%d sockets, cores and threads were given for %d virtual CPUs"
                    .formatted(topology.vcpuCount(), vcpuCount));
        }
        return topology;
    }

    private static List<BootSource> bootOrder(List<String> names) {
        if (names.isEmpty()) {
            return Platform.PLAIN.bootOrder();
        }
        var order = new ArrayList<BootSource>();
        for (var name : names) {
            order.add(
                    switch (name) {
                        case "disk" -> BootSource.DISK;
                        case "cdrom" -> BootSource.CDROM;
                        case "network" -> BootSource.NETWORK;
                        default ->
                            throw new IllegalArgumentException(
                                    "only \"disk\", \"cdrom\" and \"network\" are possible, %d other characters were given"
                                            .formatted(name.length()));
                    });
        }
        return new Platform(null, order, null, null).bootOrder();
    }

    /** What only a newer agent knows is more than is needed. */
    private static DeviceLayout layout(VmSpec spec) {
        var newest = DeviceLayout.newest();
        var wanted = spec.getDeviceLayout();
        return wanted < 0 || wanted > newest.number() ? newest : DeviceLayout.of(wanted);
    }

    private void requireName(String name) {
        var right = !name.isBlank() && name.length() <= 255 && name.codePoints().noneMatch(VmSpecReader::isUnprintable);
        violations.require(
                right, "name", "1 to 255 printable characters are needed, %d were given".formatted(name.length()));
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static VmHardware hardware(VmSpec spec) {
        if (spec.getMemoryMib() < 0 || spec.getVcpuCount() < 0) {
            throw new IllegalArgumentException("memory and processors must not be that many");
        }
        var video = spec.getVideoMemoryMib() == 0
                ? VmHardware.DEFAULT_VIDEO_MEMORY
                : new Mebibytes(spec.getVideoMemoryMib());
        return new VmHardware(
                spec.getVcpuCount(),
                new Mebibytes(spec.getMemoryMib()),
                CpuBaseline.parse(spec.getCpuModel()).with(spec.getCpuFeaturesList()),
                MachineType.BASELINE,
                video);
    }

    private List<VmPlan.Disk> disks(List<DiskSpec> specs) {
        requireCount("disks", specs.size(), VmDefinition.MAX_DISKS);
        violations.require(!specs.isEmpty(), "disks", "at least one is needed");
        var disks = new ArrayList<VmPlan.Disk>();
        var indexes = new HashSet<Integer>();
        for (var spec : specs.subList(0, Math.min(specs.size(), VmDefinition.MAX_DISKS))) {
            var field = "disks[%d]".formatted(disks.size());
            requireIndex(field, spec.getIndex(), VmDefinition.MAX_DISKS, indexes);
            if (!spec.getFormat().equals("qcow2-chain")) {
                requireOneOf(field + ".format", spec.getFormat(), "qcow2");
            }
            requireOneOf(field + ".bus", spec.getBus(), "virtio");
            requireOneOf(field + ".cache", spec.getCache(), "none");
            var size = spec.getSizeBytes();
            violations.require(
                    size > 0 && size <= LARGEST_DISK_BYTES, field + ".size_bytes", "it must be 1 to 2^56 bytes");
            var pool = violations.read(field + ".pool_id", () -> PoolId.parse(spec.getPoolId()));
            var limits = violations.read(
                    field, () -> new DiskLimits(spec.getOperationsPerSecondLimit(), spec.getBytesPerSecondLimit()));
            var image = DiskImages.read(violations, field + ".image_id", spec.getIndex(), spec.getImageId());
            if (pool != null && limits != null && image != null) {
                disks.add(new VmPlan.Disk(image, pool, new Bytes(Math.max(0, size)), limits));
            }
        }
        return disks;
    }

    private List<VmPlan.Nic> nics(List<NicSpec> specs) {
        requireCount("nics", specs.size(), VmDefinition.MAX_NICS);
        var nics = new ArrayList<VmPlan.Nic>();
        var indexes = new HashSet<Integer>();
        var macs = new HashSet<MacAddress>();
        for (var spec : specs.subList(0, Math.min(specs.size(), VmDefinition.MAX_NICS))) {
            var field = "nics[%d]".formatted(nics.size());
            requireIndex(field, spec.getIndex(), VmDefinition.MAX_NICS, indexes);
            requireOneOf(field + ".model", spec.getModel(), "virtio");
            var mac = violations.read(field + ".mac", () -> new MacAddress(spec.getMac()));
            violations.require(mac == null || macs.add(mac), field + ".mac", "another NIC has it too");
            var vlan = spec.getVlan();
            violations.require(
                    vlan >= 0 && vlan <= GuestNetwork.HIGHEST_VLAN,
                    field + ".vlan",
                    "%s is not 0 (untagged) to %d"
                            .formatted(Integer.toUnsignedString(vlan), GuestNetwork.HIGHEST_VLAN));
            var network = network(field, spec.getNetworkId());
            var allowed = allowed(field, spec.getAllowedIpv4List());
            if (mac != null) {
                nics.add(new VmPlan.Nic(
                        spec.getIndex(), network, mac, vlan, spec.getAntiSpoofing(), allowed, spec.getHotPluggable()));
            }
        }
        return nics;
    }

    private @Nullable NetworkId network(String field, String id) {
        return id.isEmpty() ? null : violations.read(field + ".network_id", () -> NetworkId.parse(id));
    }

    private List<Ipv4> allowed(String field, List<String> texts) {
        requireCount(field + ".allowed_ipv4", texts.size(), ALLOWED_ADDRESSES);
        var addresses = new ArrayList<Ipv4>();
        for (var text : texts.subList(0, Math.min(texts.size(), ALLOWED_ADDRESSES))) {
            var address = violations.read(field + ".allowed_ipv4", () -> new Ipv4(text));
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static NoCloudSeed seed(VmId vm, CloudInit cloudInit) {
        return new NoCloudSeed(
                vm.toString(),
                cloudInit.getHostname(),
                cloudInit.getUserData().isEmpty() ? null : cloudInit.getUserData(),
                cloudInit.getNetworkConfig().isEmpty() ? null : cloudInit.getNetworkConfig());
    }

    private void requireIndex(String field, int index, int limit, Set<Integer> seen) {
        violations.require(
                index >= 0 && index < limit && seen.add(index),
                field + ".index",
                "it must be 0 to %d and not be given twice".formatted(limit - 1));
    }

    private void requireCount(String field, int count, int limit) {
        violations.require(count <= limit, field, "at most %d are possible, %d were given".formatted(limit, count));
    }

    private void requireOneOf(String field, String value, String only) {
        violations.require(
                value.equals(only),
                field,
                "only \"%s\" is possible, %d other characters were given".formatted(only, value.length()));
    }
}
