package io.atoll.agent.process;

import io.atoll.ha.os.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs a program in a process group of its own, which can be ended as a whole, and keeps the end of what it writes. */
public final class GroupProcess {
    /** Of util-linux, which every distribution has: nothing in Java makes a process group. */
    static final String NEW_SESSION = "/usr/bin/setsid";

    /** So much of the output is kept. */
    public static final int KEPT_BYTES = 8 << 10;

    private static final int LOOK_EVERY_MS = 100;
    private static final int LAST_WORDS_MS = 1_000;

    private GroupProcess() {}

    /** Why it ended. */
    public enum Why {
        BY_ITSELF,
        DEADLINE,
        NO_LONGER_WANTED
    }

    /**
     * How it ended.
     *
     * @param lastOutput standard output and errors as they came, the last of it
     */
    public record Ended(int exitCode, Why why, String lastOutput, boolean outputCut) {}

    /** Runs it to its end, or to that of its group. {@code environment} is all it has. */
    public static Ended run(
            List<String> arguments, Map<String, String> environment, Duration deadline, BooleanSupplier unwanted)
            throws IOException, InterruptedException {
        var begunNs = System.nanoTime();
        var process = start(arguments, environment);
        var tail = new Tail();
        var reader = Thread.ofPlatform().daemon().start(() -> tail.readAll(process.getInputStream()));
        var why = Why.BY_ITSELF;
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - begunNs >= deadline.toNanos()) {
                why = Why.DEADLINE;
            } else if (unwanted.getAsBoolean()) {
                why = Why.NO_LONGER_WANTED;
            }
            if (why != Why.BY_ITSELF) {
                Posix.killGroup(Math.toIntExact(process.pid()));
                process.waitFor();
            }
        }
        // Something it left running in the background may hold the output open; nobody waits for that.
        reader.join(LAST_WORDS_MS);
        return tail.ended(process.exitValue(), why);
    }

    private static Process start(List<String> arguments, Map<String, String> environment) throws IOException {
        var command = new ArrayList<String>();
        command.add(NEW_SESSION);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The last bytes of a stream. */
    private static final class Tail {
        private final byte[] ring = new byte[KEPT_BYTES];
        private long written;

        void readAll(InputStream stream) {
            var buffer = new byte[KEPT_BYTES];
            try (stream) {
                for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    append(buffer, count);
                }
            } catch (IOException _) {
                // The program is gone; what it wrote before is kept.
            }
        }

        private synchronized void append(byte[] bytes, int count) {
            for (var at = 0; at < count; at++) {
                ring[(int) (written++ % KEPT_BYTES)] = bytes[at];
            }
        }

        synchronized Ended ended(int exitCode, Why why) {
            var kept = (int) Math.min(written, KEPT_BYTES);
            var output = new byte[kept];
            for (var at = 0; at < kept; at++) {
                output[at] = ring[(int) ((written - kept + at) % KEPT_BYTES)];
            }
            return new Ended(exitCode, why, new String(output, StandardCharsets.UTF_8), written > KEPT_BYTES);
        }
    }
}
