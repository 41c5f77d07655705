package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DeviceLayout;
import io.atoll.hypervisor.api.NicBackend;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmNic;
import io.atoll.hypervisor.qmp.StrictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * Disks and network cards as QEMU is told of them, on its command line and while it runs, in the same words.
 *
 * <p>Each sits at a fixed PCI address, because source and target of a migration must agree on it: on the root bus, which takes and
 * gives up nothing while the guest runs, or in a port of its own. Changing the addresses of a {@link DeviceLayout} breaks migrations
 * between agent versions; another layout is a new constant of it.
 */
final class GuestDevices {

    static final String DISK_PREFIX = "disk";
    static final String ROOT_BUS = "pcie.0";

    private static final int FIRST_DISK_SLOT = 0x8;
    private static final int FIRST_NIC_SLOT = 0x10;
    private static final int DISK_PORTS_SLOT = 0x18;
    private static final int NIC_PORTS_SLOT = 0x19;

    /** The guest boots from it, so it stays. */
    static final int BOOT_DISK = 0;

    private GuestDevices() {}

    /** One device in two parts: what the guest sees, and what on the host is behind it. */
    record Device(Kind kind, String backendId, ObjectNode backend, String id, ObjectNode frontend) {}

    /** What kind of a device it is, with the commands for the part on the host. */
    enum Kind {
        DISK("blockdev-add", "blockdev-del", "node-name"),
        NIC("netdev_add", "netdev_del", "id");

        private final String add;
        private final String remove;
        private final String name;

        Kind(String add, String remove, String name) {
            this.add = add;
            this.remove = remove;
            this.name = name;
        }

        String add() {
            return add;
        }

        String remove() {
            return remove;
        }

        /** Which argument names it. */
        String idArgument() {
            return name;
        }
    }

    /** The ports of a layout that has some: for every disk but the first, and for every network card. */
    static List<ObjectNode> ports(DeviceLayout layout) {
        var ports = new ArrayList<ObjectNode>();
        switch (layout) {
            case FIXED -> {
                // nothing comes or goes
            }
            case HOT_PLUG -> {
                for (var slot = BOOT_DISK + 1; slot < VmDefinition.MAX_DISKS; slot++) {
                    ports.add(port(diskPort(slot), DISK_PORTS_SLOT, slot - 1, slot));
                }
                for (var slot = 0; slot < VmDefinition.MAX_NICS; slot++) {
                    ports.add(port(nicPort(slot), NIC_PORTS_SLOT, slot, VmDefinition.MAX_DISKS + slot));
                }
            }
        }
        return ports;
    }

    private static ObjectNode port(String id, int pciSlot, int function, int chassis) {
        var port = driver("pcie-root-port", id)
                .put("bus", ROOT_BUS)
                .put("addr", "0x%x.0x%x".formatted(pciSlot, function))
                .put("chassis", chassis);
        return function == 0 ? port.put("multifunction", true) : port;
    }

    /** Whether the disk can come and go while the guest runs. */
    static boolean isPluggable(VmDefinition vm, VmDisk disk) {
        return vm.layout() == DeviceLayout.HOT_PLUG && disk.slot() != BOOT_DISK;
    }

    /** Whether the network card can. */
    static boolean isPluggable(VmDefinition vm, VmNic nic) {
        return vm.layout() == DeviceLayout.HOT_PLUG && nic.hotPluggable();
    }

    static Device disk(VmDefinition vm, VmDisk disk) {
        var place = place(vm, disk);
        var node = diskNode(vm, disk);
        var direct = disk.cache() == VmDisk.Cache.NONE;
        var format = disk.format().name().toLowerCase(Locale.ROOT);
        var id = "v" + node;
        var device = isPluggable(vm, disk)
                ? inPort("virtio-blk-pci", id, diskPort(place))
                : onRootBus("virtio-blk-pci", id, FIRST_DISK_SLOT + place);
        device.put("drive", node).put("write-cache", "on");
        if (place == BOOT_DISK) {
            boots(device, vm, BootSource.DISK);
        }
        var backend =
                blockdev(node, format, disk.path(), direct, disk.readOnly()).put("discard", "unmap");
        return new Device(Kind.DISK, node, backend, id, device);
    }

    /** The disk's file, on nothing yet: it is put on what the disk was written to before. */
    static ObjectNode overlay(String node, VmDisk disk) {
        var overlay = blockdev(
                        node,
                        disk.format().name().toLowerCase(Locale.ROOT),
                        disk.path(),
                        disk.cache() == VmDisk.Cache.NONE,
                        disk.readOnly())
                .put("discard", "unmap");
        return overlay.putNull("backing");
    }

    /** Where the guest's part of the disk is in QEMU's tree of objects. */
    static String backendPath(VmDefinition vm, VmDisk disk) {
        return "/machine/peripheral/v" + diskNode(vm, disk) + "/virtio-backend";
    }

    /** What {@code block_set_io_throttle} is to be told of the disk. */
    static ObjectNode limits(VmDefinition vm, VmDisk disk) {
        return StrictJson.object()
                .put("id", backendPath(vm, disk))
                .put("iops", disk.limits().operationsPerSecond())
                .put("iops_rd", 0)
                .put("iops_wr", 0)
                .put("bps", disk.limits().bytesPerSecond())
                .put("bps_rd", 0)
                .put("bps_wr", 0);
    }

    /** What QEMU calls the disk's content when it is started; snapshots add others, see {@link DiskNodes}. */
    static String diskNode(VmDefinition vm, VmDisk disk) {
        return DISK_PREFIX + place(vm, disk);
    }

    static Device nic(VmDefinition vm, VmNic nic) {
        var place = vm.layout() == DeviceLayout.FIXED ? vm.nics().indexOf(nic) : nic.slot();
        var id = "nic" + place;
        var net = "net" + place;
        var backend = StrictJson.object().put("id", net);
        switch (nic.backend()) {
            case NicBackend.Tap(var interfaceName) ->
                backend.put("type", "tap")
                        .put("ifname", interfaceName)
                        .put("script", "no")
                        .put("downscript", "no");
            case NicBackend.UserMode(var restrict) ->
                backend.put("type", "user").put("restrict", restrict);
        }
        var device = isPluggable(vm, nic)
                ? inPort("virtio-net-pci", id, nicPort(place))
                : onRootBus("virtio-net-pci", id, FIRST_NIC_SLOT + place);
        device.put("netdev", net).put("mac", nic.mac().value());
        if (!nic.equals(vm.nics().getFirst()) || !boots(device, vm, BootSource.NETWORK)) {
            device.put("romfile", ""); // the firmware's own program for booting from it
        }
        return new Device(Kind.NIC, net, backend, id, device);
    }

    /** Gives the device its place in the boot order; false where the guest does not boot from it. */
    static boolean boots(ObjectNode device, VmDefinition vm, BootSource source) {
        var place = vm.hardware().platform().bootIndex(source);
        if (place > 0) {
            device.put("bootindex", place);
        }
        return place > 0;
    }

    static ObjectNode blockdev(String node, String format, Path path, boolean direct, boolean readOnly) {
        var file = StrictJson.object()
                .put("driver", "file")
                .put("filename", path.toString())
                .put("locking", "on")
                .put("aio", "threads");
        file.set("cache", cache(direct));
        var result =
                StrictJson.object().put("driver", format).put("node-name", node).put("read-only", readOnly);
        result.set("cache", cache(direct));
        result.set("file", file);
        return result;
    }

    static ObjectNode driver(String driver, String id) {
        return StrictJson.object().put("driver", driver).put("id", id);
    }

    static ObjectNode onRootBus(String driver, String id, int pciSlot) {
        return driver(driver, id).put("bus", ROOT_BUS).put("addr", "0x%x".formatted(pciSlot));
    }

    private static ObjectNode inPort(String driver, String id, String port) {
        return driver(driver, id).put("bus", port).put("addr", "0x0");
    }

    /** Agents that know no slots go by the order, and so does the only layout they have. */
    private static int place(VmDefinition vm, VmDisk disk) {
        return vm.layout() == DeviceLayout.FIXED ? vm.disks().indexOf(disk) : disk.slot();
    }

    private static String diskPort(int slot) {
        return "diskport" + slot;
    }

    private static String nicPort(int slot) {
        return "nicport" + slot;
    }

    private static ObjectNode cache(boolean direct) {
        return StrictJson.object().put("direct", direct).put("no-flush", false);
    }
}
