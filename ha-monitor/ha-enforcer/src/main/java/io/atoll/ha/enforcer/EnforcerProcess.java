package io.atoll.ha.enforcer;

import io.atoll.ha.os.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Starts enforcers. */
final class EnforcerProcess {
    private static final long LARGEST_LOG_BYTES = 1 << 20;

    private EnforcerProcess() {}

    /** The process leaves this one's session by itself; when that side runs already, the new one ends at once. */
    static void start(Path runDirectory, EnforcerLaunch launch, Side side) throws IOException {
        var log = runDirectory.resolve("enforcer-" + side + ".log");
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Files.delete(log);
        }
        var builder = new ProcessBuilder(launch.command(runDirectory, side))
                .directory(Path.of("/").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
        var process = builder.start();
        if (launch.realTime()) {
            // From the first instruction on: its threads inherit it. After both have died on a host that is overloaded,
            // a
            // start that waits for its turn takes longer than a lease. Where it is refused, the process says so itself.
            Posix.realTime(Math.toIntExact(process.pid()), EnforcerMain.PRIORITY);
        }
    }

    /** Whether a process has this side now. */
    static boolean runs(Path runDirectory, Side side) throws IOException {
        try (var lock = ProcessLock.open(ProcessLock.ofSide(runDirectory, side))) {
            return !lock.take();
        }
    }
}
