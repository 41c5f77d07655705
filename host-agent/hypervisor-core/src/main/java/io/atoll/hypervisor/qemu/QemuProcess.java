package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.ProcessIdentity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One QEMU process, started by this run of the agent or an earlier one. */
final class QemuProcess {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final int LAST_WORDS_BYTES = 2000;

    private final ProcessIdentity identity;
    private final Path log;
    private final @Nullable Process child;

    private QemuProcess(ProcessIdentity identity, Path log, @Nullable Process child) {
        this.identity = identity;
        this.log = log;
        this.child = child;
    }

    /**
     * Starts QEMU in a session of its own, without a terminal, with an environment that tells nothing, so that neither
     * the agent's death nor its terminal's reaches it.
     */
    static QemuProcess launch(List<String> commandLine, VmFolder folder) throws IOException {
        var arguments = new ArrayList<String>();
        arguments.add("setsid");
        arguments.addAll(commandLine);
        var builder = new ProcessBuilder(arguments)
                .directory(folder.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.qemuLog().toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
        var child = builder.start();
        // When it has died already, its number is still its own until it is reaped, and start time 0 fits no process.
        var identity = ProcFs.identify(child.pid()).orElse(new ProcessIdentity(child.pid(), 0));
        return new QemuProcess(identity, folder.qemuLog(), child);
    }

    /** A process that an earlier run of the agent has started. */
    static QemuProcess found(ProcessIdentity identity, VmFolder folder) {
        return new QemuProcess(identity, folder.qemuLog(), null);
    }

    ProcessIdentity identity() {
        return identity;
    }

    boolean isAlive() {
        return (child == null || child.isAlive()) && ProcFs.isAlive(identity);
    }

    /** Whether it has gone within {@code limit}. */
    boolean awaitEnd(Duration limit) {
        var end = System.nanoTime() + limit.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    /** SIGKILL. Harmless when it has gone, also when its number belongs to another process by now. */
    void kill() {
        if (isAlive()) {
            // ProcessHandle compares the start time once more before it signals
            ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** How it ended, with what it said last; for messages. */
    String epitaph() {
        var how = "process %d has ended".formatted(identity.pid());
        if (child != null) {
            try {
                if (child.waitFor(1, TimeUnit.SECONDS)) {
                    how = "process %d has ended with status %d".formatted(identity.pid(), child.exitValue());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        var words = lastWords();
        return words.isEmpty() ? how : how + "; it said: " + words;
    }

    /** The end of its log, as printable text. */
    String lastWords() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var start = Math.max(0, file.length() - LAST_WORDS_BYTES);
            file.seek(start);
            var bytes = new byte[(int) (file.length() - start)];
            file.readFully(bytes);
            return Text.printable(new String(bytes, StandardCharsets.UTF_8), LAST_WORDS_BYTES);
        } catch (IOException e) {
            return "";
        }
    }
}
