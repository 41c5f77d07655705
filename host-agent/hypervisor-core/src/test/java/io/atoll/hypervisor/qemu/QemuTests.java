package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmDisk;
import io.atoll.hypervisor.api.VmHardware;
import io.atoll.model.CpuBaseline;
import io.atoll.model.Mebibytes;
import io.atoll.model.VmId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What tests with real QEMU processes share. */
final class QemuTests {

    static final Path BINARY = Path.of("/usr/bin/qemu-system-x86_64");

    private QemuTests() {}

    /** A host whose guests are emulated. */
    static QemuSettings emulated(Path stateDirectory) {
        return new QemuSettings(
                BINARY,
                stateDirectory,
                QemuSettings.AcceleratorChoice.FORCE_TCG,
                new Mebibytes(32),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                1 << 20,
                null);
    }

    static VmDefinition witness(VmId vm, String name, Path disk) {
        return new VmDefinition(
                vm,
                name,
                VmHardware.of(1, new Mebibytes(32), CpuBaseline.QEMU64),
                List.of(new VmDisk(disk, VmDisk.Format.RAW, VmDisk.Cache.NONE, false)),
                null,
                List.of());
    }

    /** Ends what a test left running, found by its own folder's path on the command line. */
    static void killAllBelow(Path folder) {
        try {
            for (var process : ProcFs.withArgumentContaining("path=" + folder)) {
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
