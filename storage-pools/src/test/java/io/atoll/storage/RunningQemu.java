package io.atoll.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A QEMU process (qemu-io) that has a disk open for writing, as the QEMU of a running VM has. */
final class RunningQemu implements AutoCloseable {
    private static final String PROMPT = "qemu-io> ";

    private final Process process;

    private RunningQemu(Process process) {
        this.process = process;
    }

    /** Returns when the disk is open. */
    static RunningQemu opening(Path disk) throws IOException {
        return opening(disk, "qcow2");
    }

    static RunningQemu opening(Path file, String format) throws IOException {
        var process = new ProcessBuilder("qemu-io", "-f", format, file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new StringBuilder();
        while (said.indexOf(PROMPT) < 0) {
            var next = process.getInputStream().read();
            if (next < 0) {
                throw new IOException("qemu-io ended: " + said);
            }
            said.append((char) next);
        }
        return new RunningQemu(process);
    }

    /** As a hung host looks from outside: silent, but not gone. */
    void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Ends as a guest that shuts down. */
    void quit() throws IOException, InterruptedException {
        try (var input = process.getOutputStream()) {
            input.write("quit\n".getBytes(US_ASCII));
        }
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
