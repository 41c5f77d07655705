package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorFacts.Accelerator;
import io.atoll.hypervisor.api.Platform.BootSource;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.hypervisor.qmp.StrictJson;
import io.atoll.model.Mebibytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of one QEMU process. Whatever comes from outside (disk paths, MACs, interface names) travels inside JSON;
 * comma-separated options are made of constants, numbers, the VM's id and the state folder's path alone. The VM's name
 * is not told to QEMU at all. Every argument is plain ASCII, so that no locale can change it.
 *
 * <p>Devices sit at fixed PCI addresses, because source and target of a migration must agree on them. Changing this
 * layout breaks migrations between agent versions. Where disks and network cards sit is in {@link GuestDevices}.
 */
final class QemuCommandLine {

    private static final int SEED_BUS_SLOT = 0x1;
    private static final int VIDEO_SLOT = 0x2;
    private static final int RNG_SLOT = 0x3;
    static final String BALLOON = "balloon0";
    private static final int BALLOON_SLOT = 0x4;
    private static final int VIRTIO_SERIAL_SLOT = 0x5;
    private static final int USB_SLOT = 0x6;
    private static final int PANIC_SLOT = 0x7;

    static final String GUEST_AGENT_PORT = "qgaport0";
    static final String GUEST_AGENT_CHARDEV = "qga0";
    /** A process that waits for a migration, to be told later where. */
    static final String INCOMING = "-incoming";

    private final List<String> arguments = new ArrayList<>();

    private QemuCommandLine() {}

    /** What the process shall do first. */
    enum Mode {
        /** Set up everything, run nothing until told. */
        PAUSED,
        /** Wait for a guest from another host, which then goes on as it was sent. */
        INCOMING,
        /** Wait for a guest from another host, which then stands still until told. */
        INCOMING_HELD;

        static Mode of(VmRecord.Phase phase) {
            if (phase instanceof VmRecord.Phase.Incoming(var arrival)) {
                return arrival.isHeld() ? INCOMING_HELD : INCOMING;
            }
            return PAUSED;
        }
    }

    static List<String> build(
            Path binary,
            VmDefinition vm,
            VmFolder folder,
            Accelerator accelerator,
            Mebibytes translationCache,
            Mode mode) {
        var line = new QemuCommandLine();
        line.add(binary.toString());
        line.machine(vm, accelerator, translationCache);
        line.add("-object", object("rng-random", "rng0").put("filename", "/dev/urandom"));
        line.device("virtio-rng-pci", "rngdev0", RNG_SLOT, node -> node.put("rng", "rng0"));
        line.device("virtio-balloon-pci", BALLOON, BALLOON_SLOT, _ -> {});
        line.device("pvpanic-pci", "panic0", PANIC_SLOT, _ -> {});
        line.console(vm, folder);
        if (vm.hardware().platform().tpmState() != null) {
            line.tpm(folder);
        }
        GuestDevices.ports(vm.layout()).forEach(port -> line.add("-device", port));
        vm.disks().forEach(disk -> line.add(GuestDevices.disk(vm, disk)));
        var seed = vm.seedIso();
        if (seed != null) {
            line.seed(vm, seed);
        }
        vm.nics().forEach(nic -> line.add(GuestDevices.nic(vm, nic)));
        line.monitor(folder);
        switch (mode) {
            case PAUSED -> line.add("-S");
            case INCOMING -> line.add(INCOMING, "defer");
            case INCOMING_HELD -> {
                line.add(INCOMING, "defer");
                line.add("-S");
            }
        }
        return List.copyOf(line.arguments);
    }

    private void machine(VmDefinition vm, Accelerator accelerator, Mebibytes translationCache) {
        var hardware = vm.hardware();
        add("-nodefaults");
        add("-no-user-config");
        add("-name", "guest=" + vm.id());
        add("-uuid", vm.id().toString());
        add(
                "-machine",
                "type=" + hardware.machineType() + ",hpet=off,vmport=off,dump-guest-core=off" + firmware(hardware));
        add(
                "-accel",
                switch (accelerator) {
                    case KVM -> "kvm";
                    case TCG -> "tcg,tb-size=" + translationCache.value();
                });
        add("-cpu", CpuModel.option(hardware.cpuBaseline()));
        var topology = hardware.topology();
        add(
                "-smp",
                "cpus=%d,sockets=%d,cores=%d,threads=%d"
                        .formatted(
                                hardware.vcpuCount(),
                                topology.sockets(),
                                topology.coresPerSocket(),
                                topology.threadsPerCore()));
        add("-m", "size=" + hardware.memory().value() + "M");
        add("-boot", "strict=on");
        add("-action", "reboot=reset,shutdown=poweroff,panic=shutdown,watchdog=reset");
        add("-msg", "timestamp=on");
        add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    }

    /** What the machine's options say of its firmware, with the flash that holds it. */
    private String firmware(VmHardware hardware) {
        var uefi = hardware.platform().uefi();
        if (uefi == null) {
            return "";
        }
        Firmware.flash(uefi).forEach(node -> add("-blockdev", node));
        Firmware.arguments(uefi).forEach(this::add);
        return Firmware.MACHINE_OPTIONS + (uefi.secureBoot() ? ",smm=on" : "");
    }

    private void tpm(VmFolder folder) {
        add("-chardev", "socket,id=tpm0,path=%s".formatted(folder.tpmSocket()));
        add("-tpmdev", "emulator,id=tpm0,chardev=tpm0");
        add("-device", GuestDevices.driver("tpm-crb", "tpmdev0").put("tpmdev", "tpm0"));
    }

    private void console(VmDefinition vm, VmFolder folder) {
        device(
                "VGA",
                "video0",
                VIDEO_SLOT,
                node -> node.put("vgamem_mb", vm.hardware().videoMemory().value()));
        add("-display", "none");
        add("-vnc", "unix:" + folder.vncSocket() + ",share=force-shared");
        device("qemu-xhci", "usb0", USB_SLOT, _ -> {});
        add("-device", GuestDevices.driver("usb-tablet", "tablet0").put("bus", "usb0.0"));
        add(
                "-chardev",
                "socket,id=serial0,path=%s,server=on,wait=off,logfile=%s,logappend=on"
                        .formatted(folder.serialSocket(), folder.serialLog()));
        add("-device", GuestDevices.driver("isa-serial", "com1").put("chardev", "serial0"));
        device("virtio-serial-pci", "vserial0", VIRTIO_SERIAL_SLOT, _ -> {});
        add(
                "-chardev",
                "socket,id=%s,path=%s,server=on,wait=off".formatted(GUEST_AGENT_CHARDEV, folder.guestAgentSocket()));
        add(
                "-device",
                GuestDevices.driver("virtserialport", GUEST_AGENT_PORT)
                        .put("chardev", GUEST_AGENT_CHARDEV)
                        .put("name", "org.qemu.guest_agent.0"));
    }

    private void add(GuestDevices.Device device) {
        add(
                switch (device.kind()) {
                    case DISK -> "-blockdev";
                    case NIC -> "-netdev";
                },
                device.backend());
        add("-device", device.frontend());
    }

    private void seed(VmDefinition vm, Path path) {
        add("-blockdev", GuestDevices.blockdev("seed0", "raw", path, false, true));
        // Not on q35's own AHCI: Debian's kernels for clouds have no driver for it, but all have this one.
        device("virtio-scsi-pci", "scsi0", SEED_BUS_SLOT, _ -> {});
        var drive = GuestDevices.driver("scsi-cd", "cd0").put("drive", "seed0").put("bus", "scsi0.0");
        GuestDevices.boots(drive, vm, BootSource.CDROM);
        add("-device", drive);
    }

    private void monitor(VmFolder folder) {
        add("-chardev", "socket,id=qmp0,path=%s,server=on,wait=off".formatted(folder.qmpSocket()));
        add("-mon", "chardev=qmp0,mode=control");
    }

    /** Fills in what is special about one device. */
    private interface Properties {
        void set(ObjectNode device);
    }

    private void device(String driver, String id, int slot, Properties properties) {
        var device = GuestDevices.onRootBus(driver, id, slot);
        properties.set(device);
        add("-device", device);
    }

    private static ObjectNode object(String type, String id) {
        return StrictJson.object().put("qom-type", type).put("id", id);
    }

    private void add(String option, JsonNode value) {
        add(option, StrictJson.write(value));
    }

    private void add(String... words) {
        for (var word : words) {
            if (!word.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalStateException("An argument for QEMU is not plain ASCII: " + word);
            }
            arguments.add(word);
        }
    }
}
