package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** One VM's state folder: which file in it is what. Open to nobody but the agent's user. */
record VmFolder(Path path) {

    /** sun_path of a Unix socket has 108 bytes, one of them the terminating zero. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    static VmFolder of(Path stateDirectory, VmId vm) {
        return new VmFolder(stateDirectory.resolve(vm.toString()));
    }

    Path qmpSocket() {
        return path.resolve("qmp.sock");
    }

    Path vncSocket() {
        return path.resolve("vnc.sock");
    }

    Path serialSocket() {
        return path.resolve("serial.sock");
    }

    Path guestAgentSocket() {
        return path.resolve("qga.sock");
    }

    /** Where the guest's TPM listens for QEMU. */
    Path tpmSocket() {
        return path.resolve("tpm.sock");
    }

    Path tpmLog() {
        return path.resolve("tpm.log");
    }

    Path serialLog() {
        return path.resolve("serial.log");
    }

    Path qemuLog() {
        return path.resolve("qemu.log");
    }

    Path record() {
        return path.resolve("vm.json");
    }

    /** Where QEMU writes a picture of the display, for as long as it takes to read it. */
    Path screenDump() {
        return path.resolve("screen.dump");
    }

    /** There while the guest stands still because files of a disk are being merged. */
    Path mergePause() {
        return path.resolve("merge.pause");
    }

    /** Removes the file, or whatever has this name, without following it. */
    void removeScreenDump() throws IOException {
        Files.deleteIfExists(screenDump());
    }

    private List<Path> sockets() {
        return List.of(qmpSocket(), vncSocket(), serialSocket(), guestAgentSocket());
    }

    void requireShortEnough() {
        for (var socket : sockets()) {
            var length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_SOCKET_PATH_BYTES) {
                throw new HypervisorException(
                        HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                        "The socket path %s has %d bytes, the kernel allows %d."
                                .formatted(socket, length, MAX_SOCKET_PATH_BYTES),
                        "Choose a state directory with a shorter path for the agent.");
            }
        }
    }

    /** A folder without the sockets and messages of an earlier process. The serial log goes on. */
    void prepare() throws IOException {
        requireShortEnough();
        Files.createDirectories(path.getParent() == null ? path : path.getParent());
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
        for (var socket : sockets()) {
            Files.deleteIfExists(socket);
        }
        removeScreenDump();
        Files.deleteIfExists(mergePause());
        if (Files.exists(qemuLog())) {
            Files.move(qemuLog(), olderPart(qemuLog()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where the beginning of a log goes when it is cut back or replaced. */
    static Path olderPart(Path log) {
        return log.resolveSibling(log.getFileName() + ".1");
    }

    /** Removes the folder and the files in it. Links are removed, not followed. */
    void delete() throws IOException {
        try (var entries = Files.newDirectoryStream(path)) {
            for (var entry : entries) {
                Files.deleteIfExists(entry);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(path);
    }
}
