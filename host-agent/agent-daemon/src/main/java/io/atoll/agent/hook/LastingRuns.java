package io.atoll.agent.hook;

import io.atoll.agent.identity.AtomicFiles;
import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.process.DetachedJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs so that each is run once, and so that how it ended is known, whatever becomes of the agent meanwhile: a process of
 * its own ({@link LastingRunMain}) runs the program and writes down its end; the agent, this one or the next, reads that.
 */
public final class LastingRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LastingRuns.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /** After each start twice as many as after the one before: a busy host may need long to begin a process. */
    private static final int LOOKS_BEFORE_SECOND_START = 20;

    private static final int MOST_STARTS = 5;
    private static final int KEPT = 200;
    private static final Map<String, String> USUAL_ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "HOME", "/");

    private final Path folder;
    private final DetachedJava java;

    /** Keeps what is known of runs in this folder. */
    public LastingRuns(Path folder) {
        this.folder = folder;
        this.java = DetachedJava.likeThisProcess();
    }

    /** Forgets the oldest runs that have ended; those under way are kept. */
    public void tidy() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var found = Files.list(folder)) {
            var ended = found.filter(one -> Files.exists(one.resolve("end.json")))
                    .sorted(Comparator.comparingLong(LastingRuns::age).reversed())
                    .skip(KEPT)
                    .toList();
            for (var one : ended) {
                try (var files = Files.list(one)) {
                    for (var file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(one);
            }
        }
    }

    private static long age(Path run) {
        try {
            return Files.getLastModifiedTime(run.resolve("end.json")).toMillis();
        } catch (IOException _) {
            return 0;
        }
    }

    /** The files of the run with this id, for whoever has something to say to the program. */
    public Path folderOf(String id) {
        return folder.resolve(sha256(id).substring(0, 32));
    }

    /** Whether a run was ordered under this id. */
    public boolean knows(String id) {
        return new RunFolder(folderOf(id)).isOrdered();
    }

    /**
     * Runs {@code command} under an id, or waits for the run of that id that was ordered before.
     *
     * @param more what the program's environment has beside the usual
     */
    public RunEnd run(
            String id, List<String> command, Map<String, String> more, Duration deadline, OperationContext context)
            throws IOException, InterruptedException {
        var run = new RunFolder(folderOf(id));
        if (!run.isOrdered()) {
            AtomicFiles.createPrivateFolder(folder);
            var environment = new TreeMap<>(USUAL_ENVIRONMENT);
            environment.putAll(more);
            run.order(new RunOrder(command, environment, Math.toIntExact(deadline.toSeconds())));
        }
        context.onCancel(() -> cancel(run));
        return await(run, context);
    }

    private static void cancel(RunFolder run) {
        try {
            run.cancel();
        } catch (IOException e) {
            LOG.warn("That a program is to end could not be written folder={}", run.path(), e);
        }
    }

    private RunEnd await(RunFolder run, OperationContext context) throws IOException, InterruptedException {
        var starts = 0;
        var doubtAt = 0;
        for (var look = 0; true; look++) {
            var end = run.end();
            if (end.isPresent()) {
                return end.get();
            }
            if (look >= doubtAt && !run.isHeld()) {
                // It may have ended, or begun and ended, since the look above.
                var late = run.end();
                if (late.isPresent()) {
                    return late.get();
                }
                requireNotBegun(run);
                requireStarts(run, ++starts);
                java.start(LastingRunMain.class, List.of(run.path().toString()), run.log());
                doubtAt = look + (LOOKS_BEFORE_SECOND_START << (starts - 1));
            }
            context.progress(Progress.phase(0, run.hasBegun() ? "running" : "beginning"));
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static void requireNotBegun(RunFolder run) {
        if (run.hasBegun()) {
            throw new RefusedException(
                    RefusalCode.HOOK_INTERRUPTED,
                    "The program was begun, and nobody can tell how it ended: the host or what watched the program was stopped meanwhile.",
                    "Look at the host. It is not run again by itself.");
        }
    }

    private static void requireStarts(RunFolder run, int starts) {
        if (starts > MOST_STARTS) {
            throw new RefusedException(
                    RefusalCode.INTERNAL,
                    "The program could not be begun after %d tries.".formatted(MOST_STARTS),
                    "Its log is %s on the host.".formatted(run.log()));
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
