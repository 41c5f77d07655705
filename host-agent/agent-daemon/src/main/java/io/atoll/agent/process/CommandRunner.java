package io.atoll.agent.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs one program to its end: arguments as a list, C locale, no inherited input, output and time bounded. */
public final class CommandRunner {
    /** More output than this is read and thrown away, so that no program can fill the agent's heap. */
    public static final int OUTPUT_LIMIT_BYTES = 1 << 20;

    private final Duration timeout;
    private final List<String> launcher;

    public CommandRunner(Duration timeout) {
        this(timeout, List.of());
    }

    /** Runs every program through {@code launcher}, for example {@code ip netns exec NAME}. */
    public CommandRunner(Duration timeout, List<String> launcher) {
        this.timeout = timeout;
        this.launcher = List.copyOf(launcher);
    }

    /** Runs the program and returns how it ended; a non-zero exit code is an answer, not an exception. */
    public CommandResult run(List<String> arguments) throws CommandFailedException {
        return run(arguments, "");
    }

    /** Runs the program with {@code input} on its standard input. */
    public CommandResult run(List<String> arguments, String input) throws CommandFailedException {
        var process = start(launched(arguments));
        try {
            var output = drain(process.getInputStream());
            var errors = drain(process.getErrorStream());
            feed(process, input);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandFailedException("%s did not end within %d s and was killed."
                        .formatted(arguments.getFirst(), timeout.toSeconds()));
            }
            return new CommandResult(arguments, process.exitValue(), collected(output), collected(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("%s was interrupted.".formatted(arguments.getFirst()), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs the program and insists on success. */
    public CommandResult runOrFail(List<String> arguments) throws CommandFailedException {
        return runOrFail(arguments, "");
    }

    /** Runs the program with input and insists on success. */
    public CommandResult runOrFail(List<String> arguments, String input) throws CommandFailedException {
        var result = run(arguments, input);
        if (!result.succeeded()) {
            throw new CommandFailedException(
                    "%s failed: %s".formatted(String.join(" ", arguments), result.complaint()));
        }
        return result;
    }

    private List<String> launched(List<String> arguments) {
        return launcher.isEmpty()
                ? arguments
                : Stream.concat(launcher.stream(), arguments.stream()).toList();
    }

    private static Process start(List<String> arguments) throws CommandFailedException {
        var builder = new ProcessBuilder(arguments);
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandFailedException(
                    "%s could not be started. Install it, or put its folder on the PATH."
                            .formatted(arguments.getFirst()),
                    e);
        }
    }

    private static void feed(Process process, String input) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading its input: its exit code and output tell why.
        }
    }

    private static CompletableFuture<String> drain(InputStream stream) {
        var result = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                result.complete(readBounded(stream));
            } catch (IOException e) {
                result.complete("");
            }
        });
        return result;
    }

    private static String readBounded(InputStream stream) throws IOException {
        var kept = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        for (var count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            kept.write(buffer, 0, Math.min(count, OUTPUT_LIMIT_BYTES - kept.size()));
        }
        return kept.toString(StandardCharsets.UTF_8);
    }

    /** A grandchild may hold the pipe open after the program ended; its output is then not waited for. */
    private static String collected(CompletableFuture<String> stream) throws InterruptedException {
        try {
            return stream.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        }
    }
}
