package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TPM of one guest: a process beside QEMU that is started before it, outlives the agent as QEMU does, and ends by itself when QEMU
 * closes its connection, however QEMU ends. It locks the state, so that no two hosts ever use it at once.
 */
final class Swtpm {

    static final Path BINARY = Path.of("/usr/bin/swtpm");

    private static final Logger LOG = LoggerFactory.getLogger(Swtpm.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private Swtpm() {}

    /** Starts it and waits until it listens. */
    static void start(Path state, VmFolder folder) throws IOException {
        if (!Files.isExecutable(BINARY)) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                    "The TPM emulator %s is not on this host.".formatted(BINARY),
                    "Install the package swtpm, or run the VM on another host.");
        }
        end(folder);
        Files.deleteIfExists(folder.tpmSocket());
        // The folder of the state is where it works: whatever characters its path has, none becomes an option.
        var builder = new ProcessBuilder(List.of(
                        "setsid",
                        BINARY.toString(),
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=.,mode=0600",
                        "--ctrl",
                        "type=unixio,mode=0600,path=" + folder.tpmSocket(),
                        "--terminate"))
                .directory(state.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(folder.tpmLog().toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
        var process = builder.start();
        var end = System.nanoTime() + START_DEADLINE.toNanos();
        while (!Files.exists(folder.tpmSocket())) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                process.destroyForcibly();
                throw new IOException(
                        "its TPM did not start: " + Text.printable(Files.readString(folder.tpmLog()), 500));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Ends one to which no QEMU ever connected. */
    static void end(VmFolder folder) {
        try {
            for (var process : ProcFs.withArgumentContaining("path=" + folder.tpmSocket())) {
                if (ProcFs.commandLine(process.pid()).contains("--terminate")) {
                    ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            LOG.warn("whether a TPM was left behind is not known folder={}", folder, e);
        }
    }
}
