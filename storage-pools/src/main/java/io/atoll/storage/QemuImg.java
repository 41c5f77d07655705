package io.atoll.storage;

import io.atoll.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Runs qemu-img as a bounded child: argument list only, empty environment, no input, no inherited files, no network, limits on
 * memory, processor time and file size from the kernel, and an end to its running time. Callers pass absolute paths inside a pool
 * and always name the formats.
 */
public final class QemuImg {
    private static final List<Path> PROGRAM_FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/bin"));
    private static final long ADDRESS_SPACE_BYTES = 4L << 30;
    private static final int OPEN_FILES = 64;
    private static final int SIGNAL_BASE = 128;
    private static final int SIGXCPU = 24;
    private static final long CPU_GRACE_SECONDS = 5;

    /** What the C library says of a write beyond the file size limit; the JVM's children ignore the signal for it. */
    private static final String TOO_LARGE = "File too large";

    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    /** Ways to run a program without any network, for root and for others. */
    private static final List<List<String>> ISOLATIONS = List.of(
            List.of("/usr/bin/unshare", "--net", "--"),
            List.of("/usr/bin/unshare", "--user", "--map-current-user", "--net", "--"));

    private final Path program;
    private final Path prlimit;
    private final List<String> isolation;

    /**
     * @param isolation command that runs its arguments as a program without network, or empty
     */
    public QemuImg(Path program, Path prlimit, List<String> isolation) {
        this.program = program;
        this.prlimit = prlimit;
        this.isolation = List.copyOf(isolation);
    }

    /** What one run may use. */
    record Bounds(Duration time, Bytes largestFile) {}

    /** Looks for the programs where distributions put them. */
    public static QemuImg find() {
        return new QemuImg(find("qemu-img", "qemu-utils"), find("prlimit", "util-linux"), findIsolation());
    }

    /** Whether the tool runs without any network. */
    boolean isIsolated() {
        return !isolation.isEmpty();
    }

    /** Images are read for what they name before the tool sees them; having no network is the second line. */
    private static List<String> findIsolation() {
        return ISOLATIONS.stream().filter(QemuImg::works).findFirst().orElse(List.of());
    }

    private static boolean works(List<String> isolation) {
        var command = new ArrayList<>(isolation);
        command.add("/bin/true");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(KILL_GRACE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path find(String name, String packageName) {
        return PROGRAM_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StorageException(
                        StorageProblem.TOOL_MISSING,
                        "The program %s is not in any of %s.".formatted(name, PROGRAM_FOLDERS),
                        "Install the package %s.".formatted(packageName)));
    }

    /** How one run ended. */
    record Result(int code, String output, String errors) {
        private static final int SHOWN_CHARS = 400;

        /** What there is to say about a failure, short enough for a message. */
        String firstLines() {
            var said = errors.isBlank() ? output.strip() : errors.strip();
            var shown = said.substring(0, Math.min(said.length(), SHOWN_CHARS)).replaceAll("\\s+", " ");
            return shown.isEmpty() ? "no message." : shown;
        }
    }

    /** Runs qemu-img and returns what it wrote to its standard output (at most 64 KiB of it); any failure is thrown. */
    String run(List<String> arguments, Bounds bounds, IntConsumer percentDone) {
        var result = execute(arguments, bounds, percentDone);
        if (result.code() != 0) {
            throw new StorageException(
                    StorageProblem.TOOL_FAILED, explainFailure(arguments, result, bounds), hint(result.code()));
        }
        return result.output();
    }

    /** Like {@link #run}, and leaves it to the caller what an exit code means. */
    Result execute(List<String> arguments, Bounds bounds, IntConsumer percentDone) {
        var process = start(arguments, bounds);
        var output = ToolOutput.follow(process.getInputStream(), percentDone);
        var errors = ToolOutput.follow(process.getErrorStream(), _ -> {});
        awaitEnd(process, arguments, bounds);
        return new Result(process.exitValue(), output.text(), errors.text());
    }

    private Process start(List<String> arguments, Bounds bounds) {
        var command = new ArrayList<>(List.of(
                prlimit.toString(),
                "--as=" + ADDRESS_SPACE_BYTES,
                "--cpu=%d:%d".formatted(cpuSeconds(bounds), cpuSeconds(bounds) + CPU_GRACE_SECONDS),
                "--fsize=" + bounds.largestFile().value(),
                "--nofile=" + OPEN_FILES,
                "--core=0"));
        command.addAll(isolation);
        command.add(program.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new StorageException(
                    StorageProblem.TOOL_MISSING,
                    "%s could not be started: %s.".formatted(prlimit, e.getMessage()),
                    "Install the packages util-linux and qemu-utils.");
        }
    }

    private static void awaitEnd(Process process, List<String> arguments, Bounds bounds) {
        try {
            if (!process.waitFor(bounds.time().toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new StorageException(
                        StorageProblem.TOOL_TIMEOUT,
                        "qemu-img %s did not end within %d s and was killed."
                                .formatted(arguments.getFirst(), bounds.time().toSeconds()),
                        "Check that the storage answers; raise the limit if the image is simply large.");
            }
        } catch (InterruptedException _) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new StorageException(
                    StorageProblem.CANCELLED, "qemu-img %s was cancelled.".formatted(arguments.getFirst()));
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor(KILL_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String explainFailure(List<String> arguments, Result result, Bounds bounds) {
        var what = "qemu-img " + arguments.getFirst();
        if (result.errors().contains(TOO_LARGE)) {
            return "%s wrote more than %s.".formatted(what, bounds.largestFile());
        }
        return switch (result.code()) {
            case SIGNAL_BASE + SIGXCPU ->
                "%s used more than %d s of processor time.".formatted(what, cpuSeconds(bounds));
            default -> "%s ended with code %d: %s".formatted(what, result.code(), result.firstLines());
        };
    }

    private static long cpuSeconds(Bounds bounds) {
        return Math.max(1, bounds.time().toSeconds());
    }

    private static String hint(int code) {
        return code > SIGNAL_BASE
                ? "The image asks for more than it may have; check where it comes from."
                : "Check the pool's free space and the message of qemu-img.";
    }
}
