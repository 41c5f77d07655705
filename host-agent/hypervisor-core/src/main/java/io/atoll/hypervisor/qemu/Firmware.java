package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.GuestOffer.Capability;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.Platform.Uefi;
import io.atoll.hypervisor.qmp.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** UEFI firmware as the package {@code ovmf} brings it: code that all guests share, and variables of which each has its own. */
final class Firmware {

    private static final Path FOLDER = Path.of("/usr/share/OVMF");
    private static final Path NETWORK_ROM = Path.of("/usr/lib/ipxe/qemu/efi-virtio.rom");
    private static final String CODE_NODE = "uefi-code";
    private static final String VARIABLES_NODE = "uefi-vars";

    /** What turns the two nodes into the machine's flash. */
    static final String MACHINE_OPTIONS = ",pflash0=" + CODE_NODE + ",pflash1=" + VARIABLES_NODE;

    private Firmware() {}

    /** What is installed on this host. */
    static Set<Capability> installed() {
        var found = EnumSet.of(Capability.HARDWARE_OPTIONS);
        if (isThere(false)) {
            found.add(Capability.UEFI);
        }
        if (isThere(true)) {
            found.add(Capability.SECURE_BOOT);
        }
        if (Files.isReadable(NETWORK_ROM)) {
            found.add(Capability.NETWORK_BOOT);
        }
        if (Files.isExecutable(Swtpm.BINARY)) {
            found.add(Capability.TPM);
        }
        return found;
    }

    private static boolean isThere(boolean secureBoot) {
        return Files.isReadable(code(secureBoot)) && Files.isReadable(template(secureBoot));
    }

    private static Path code(boolean secureBoot) {
        return FOLDER.resolve(secureBoot ? "OVMF_CODE_4M.ms.fd" : "OVMF_CODE_4M.fd");
    }

    private static Path template(boolean secureBoot) {
        return FOLDER.resolve(secureBoot ? "OVMF_VARS_4M.ms.fd" : "OVMF_VARS_4M.fd");
    }

    /** The two nodes for {@code -blockdev}. */
    static List<ObjectNode> flash(Uefi uefi) {
        var code = StrictJson.object()
                .put("driver", "file")
                .put("node-name", CODE_NODE)
                .put("filename", code(uefi.secureBoot()).toString())
                .put("read-only", true);
        var variables = GuestDevices.blockdev(VARIABLES_NODE, "raw", uefi.variables(), false, false);
        return List.of(code, variables);
    }

    /** The options of the machine that Secure Boot needs: what is signed is checked where the guest cannot reach it. */
    static List<String> arguments(Uefi uefi) {
        var arguments = new ArrayList<String>();
        if (uefi.secureBoot()) {
            arguments.add("-global");
            arguments.add("driver=cfi.pflash01,property=secure,value=on");
        }
        return arguments;
    }

    /** Gives the guest variables of its own where it has none yet. A guest that arrives brings what it has. */
    static void provide(Uefi uefi, boolean incoming) throws IOException {
        if (!isThere(uefi.secureBoot())) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                    "The firmware %s is not on this host.".formatted(code(uefi.secureBoot())),
                    "Install the package ovmf, or run the VM on another host.");
        }
        provide(uefi.variables(), template(uefi.secureBoot()), incoming);
    }

    static void provide(Path variables, Path template, boolean incoming) throws IOException {
        if (Files.exists(variables, LinkOption.NOFOLLOW_LINKS)) {
            requireVariables(variables, Files.size(template));
            return;
        }
        if (incoming) {
            throw new IOException("the UEFI variables %s are not there; check that both hosts see the same storage"
                    .formatted(variables));
        }
        make(variables, template);
    }

    /** The pool is shared, and QEMU writes to what it finds at this name, wherever a link leads. */
    private static void requireVariables(Path variables, long sizeBytes) throws IOException {
        var found = Files.readAttributes(variables, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw unusable("%s, which is to hold the VM's UEFI variables, is not a regular file.".formatted(variables));
        }
        if (found.size() != sizeBytes) {
            throw unusable("%s, which is to hold the VM's UEFI variables, has %d bytes, not %d as the firmware needs."
                    .formatted(variables, found.size(), sizeBytes));
        }
    }

    private static HypervisorException unusable(String detail) {
        return new HypervisorException(
                HypervisorErrorCode.HYPERVISOR_FAILED,
                detail,
                "Remove it while the VM is off to let the VM begin with fresh variables, or put a copy from before in its place.");
    }

    /** On the disk before it has its name: variables that are half made would be taken for the guest's own. */
    private static void make(Path variables, Path template) throws IOException {
        var next = variables.resolveSibling(variables.getFileName() + ".new");
        Files.deleteIfExists(next);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(next, options, ownerOnly)) {
            var buffer = ByteBuffer.wrap(Files.readAllBytes(template));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, variables, StandardCopyOption.ATOMIC_MOVE);
    }
}
