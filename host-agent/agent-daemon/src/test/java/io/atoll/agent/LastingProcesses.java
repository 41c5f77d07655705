package io.atoll.agent;

import java.nio.file.Path;

/** Processes that outlive whoever started them, on purpose. */
public final class LastingProcesses {
    private LastingProcesses() {}

    /** Waits until no process with both in its command line is left: what it writes must not meet the removal of its folder. */
    public static void awaitEnd(String mainClass, Path folder) {
        Await.until(
                "the end of every %s of %s".formatted(mainClass, folder),
                () -> ProcessHandle.allProcesses().noneMatch(process -> {
                    var line = process.info().commandLine().orElse("");
                    return line.contains(mainClass) && line.contains(folder.toString());
                }));
    }
}
