package io.atoll.manager.power.internal.driver;

import io.atoll.manager.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the program {@code ipmitool}, within a time limit and with a limit on what it may say. */
public final class IpmiTool {
    private static final int MOST_OUTPUT_BYTES = 65_536;

    private final String program;
    private final Duration limit;

    /**
     * Runs this program, for no longer than that.
     *
     * @param program its path, or its name where the manager's PATH has it
     */
    public IpmiTool(String program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    /** How a run ended; {@code output} is both of its streams. */
    record Result(int status, String output, Duration took) {}

    Result run(List<String> arguments, String password) throws PowerException {
        var words = new ArrayList<String>();
        words.add(program);
        words.addAll(arguments);
        long start = System.nanoTime();
        var process = start(words, password);
        var reader = new FutureTask<>(() -> read(process.getInputStream()));
        Thread.ofVirtual().name("ipmitool-output").start(reader);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw silent(start);
            }
            var output = reader.get(1, TimeUnit.SECONDS);
            return new Result(process.exitValue(), output, since(start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent(start);
        } catch (IOException | ExecutionException | TimeoutException _) {
            throw silent(start);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(List<String> words, String password) throws PowerException {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        var environment = builder.environment();
        var path = environment.get("PATH");
        environment.clear();
        environment.put("PATH", path == null ? "/usr/bin:/usr/sbin" : path);
        environment.put("LC_ALL", "C");
        environment.put("IPMI_PASSWORD", password);
        try {
            return builder.start();
        } catch (IOException _) {
            throw new PowerException(
                    ErrorCode.POWER_PROGRAM_MISSING,
                    "The program %s, which speaks IPMI, cannot be started on the manager's machine.".formatted(program),
                    "Install the package ipmitool there, or set atoll.power.ipmitool to where it is.");
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readNBytes(MOST_OUTPUT_BYTES), StandardCharsets.UTF_8);
    }

    private PowerException silent(long start) {
        return new PowerException(
                ErrorCode.POWER_UNREACHABLE,
                "The controller gave no complete answer within %d ms."
                        .formatted(since(start).toMillis()),
                "Check the controller's network, and that it is not stuck.");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
