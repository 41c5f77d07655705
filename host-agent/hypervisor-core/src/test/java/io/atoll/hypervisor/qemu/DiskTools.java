package io.atoll.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** QEMU's tools, as any user would call them. */
final class DiskTools {

    private DiskTools() {}

    static void requireSound(Path... files) throws Exception {
        for (var file : files) {
            tool("qemu-img", "check", "-q", "-U", "-f", "qcow2", file.toString());
        }
    }

    /** Of a process that was killed, clusters nobody uses may be left (exit code 3); nothing else. */
    static void requireNoDamage(Path file) throws Exception {
        var check = new ProcessBuilder("qemu-img", "check", "-f", "qcow2", file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isIn(0, 3);
    }

    static String tool(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
