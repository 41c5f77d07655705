package io.atoll.manager.platform.internal.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The server as a child process. It is started by a thread of its own that lives as long as the server: the kernel sends
 * the parent-death signal when the starting <em>thread</em> ends, not only when the manager does.
 */
final class ServerProcess {
    private final Process process;
    private final OutputTail output;

    private ServerProcess(Process process) {
        this.process = process;
        this.output = new OutputTail(process.getInputStream());
    }

    static ServerProcess start(List<String> command, Path workingFolder) throws IOException {
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().daemon().name("postgres").start(() -> {
            try {
                Process process = new ProcessBuilder(command)
                        .directory(workingFolder.toFile())
                        .redirectErrorStream(true)
                        .start();
                process.getOutputStream().close();
                started.complete(process);
                stayUntilEnd(process);
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return new ServerProcess(started.get());
        } catch (ExecutionException e) {
            throw new IOException("%s cannot be run.".formatted(command), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while starting " + command, e);
        }
    }

    private static void stayUntilEnd(Process process) {
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException _) {
                // Leaving now would end the server; nobody has a reason to ask this thread to.
            }
        }
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    void awaitEnd(Duration limit) throws IOException {
        try {
            process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Postgres.", e);
        }
    }

    String lastWords() {
        return output.text();
    }

    /** Calls back on another thread when the server ends, for whatever reason. */
    void onEnd(Runnable callback) {
        var _ = process.onExit()
                .thenRunAsync(
                        callback,
                        task -> Thread.ofPlatform()
                                .daemon()
                                .name("postgres-restart")
                                .start(task));
    }

    void kill() {
        process.destroyForcibly();
    }
}
