package io.atoll.agent.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.LastingProcesses;
import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, run by real processes of their own. */
class LastingRunsTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private LastingRuns runs = new LastingRuns(Path.of("/"));

    /** On a busy machine a second one is started, in vain, and may begin when the first has long ended. */
    @AfterEach
    void noneIsLeft() {
        LastingProcesses.awaitEnd("LastingRunMain", folder);
    }

    @BeforeEach
    void make() {
        runs = new LastingRuns(folder.resolve("runs"));
    }

    /** Somebody who wants the end of a run, and may cancel it. */
    private static final class Caller implements OperationContext {
        private final AtomicReference<Runnable> onCancel = new AtomicReference<>(() -> {});
        private final CompletableFuture<String> running = new CompletableFuture<>();

        @Override
        public void progress(Progress progress) {
            if (progress.phase().equals("running")) {
                running.complete(progress.phase());
            }
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            onCancel.set(action);
        }
    }

    private List<String> program(String... lines) throws IOException {
        var file = folder.resolve("program");
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return List.of(file.toString());
    }

    private RunEnd run(String id, List<String> command, Duration deadline) throws Exception {
        return runs.run(id, command, Map.of("ATOLL_HOOK", "x"), deadline, new Caller());
    }

    @Test
    void itsEndIsToldAgainAndItIsNotRunAgain() throws Exception {
        var command = program(
                "echo $# arguments, $ATOLL_HOOK, $(env | cut -d= -f1 | sort | tr '\\n' ' ')",
                "printf 'bad \\033[31m\\n' >&2",
                "echo once >> " + folder.resolve("count"),
                "exit 3");
        var end = run("one", command, LONG);
        assertThat(end.exitCode()).isEqualTo(3);
        assertThat(end.timedOut()).isFalse();
        assertThat(end.lastLines()).containsExactly("0 arguments, x, ATOLL_HOOK HOME LC_ALL PATH PWD", "bad ?[31m");
        make();
        assertThat(run("one", command, LONG)).isEqualTo(end);
        assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(1);
    }

    @Test
    void whoeverWatchesItMayGoAndComeBack() throws Exception {
        var gate = folder.resolve("gate");
        var command = program("while [ ! -e " + gate + " ]; do sleep 0.1; done", "echo through");
        var caller = new Caller();
        var first = Thread.ofPlatform().start(() -> {
            try {
                runs.run("one", command, Map.of(), LONG, caller);
            } catch (IOException | InterruptedException _) {
                // As when the agent ends.
            }
        });
        caller.running.join();
        first.interrupt();
        first.join();
        make();
        Files.createFile(gate);
        assertThat(run("one", command, LONG).lastLines()).containsExactly("through");
    }

    @Test
    void atItsDeadlineItsWholeGroupIsKilled() throws Exception {
        var command = program("sleep 600 & echo $! > " + folder.resolve("child"), "wait");
        var end = run("one", command, Duration.ofSeconds(2));
        assertThat(end.timedOut()).isTrue();
        assertThat(end.exitCode()).isEqualTo(137);
        var child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertThat(ProcessHandle.of(child).filter(LastingRunsTest::lives)).isEmpty();
    }

    /** Nobody may have taken its exit code yet. */
    private static boolean lives(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())))
                    .contains(") Z ");
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void whoeverNoLongerWantsItHasItKilled() throws Exception {
        var caller = new Caller();
        var command = program("sleep 600");
        var _ = caller.running.thenRun(() -> caller.onCancel.get().run());
        var end = runs.run("one", command, Map.of(), LONG, caller);
        assertThat(end.cancelled()).isTrue();
    }

    @Test
    void ofMuchOutputTheEndIsKept() throws Exception {
        var end = run("one", program("seq 1 20000"), LONG);
        assertThat(end.outputCut()).isTrue();
        assertThat(end.lastLines()).endsWith("19999", "20000");
        assertThat(String.join("\n", end.lastLines()).length()).isLessThanOrEqualTo(8 << 10);
    }

    @Test
    void whatWasBegunAndLostIsNotRunAgain() throws Exception {
        var run = new RunFolder(runs.folderOf("one"));
        Files.createDirectories(run.path());
        run.order(new RunOrder(program("echo again"), new java.util.TreeMap<>(), 60));
        run.begin();
        assertThatThrownBy(() -> run("one", program("echo again"), LONG))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.HOOK_INTERRUPTED));
    }

    @Test
    void aProgramThatCannotBeStartedSaysWhy() throws Exception {
        var end = run("one", List.of(folder.resolve("nowhere").toString()), LONG);
        assertThat(end.exitCode()).isNotZero();
        assertThat(end.lastLines()).singleElement().asString().contains("nowhere");
    }

    @Test
    void theOldestAreForgotten() throws Exception {
        var ids = new ArrayList<String>();
        for (var number = 0; number < 203; number++) {
            var run = new RunFolder(runs.folderOf("run " + number));
            Files.createDirectories(run.path());
            run.end(new RunEnd(0, false, false, List.of(), false, 1));
            Files.setLastModifiedTime(
                    run.path().resolve("end.json"), java.nio.file.attribute.FileTime.fromMillis(1_000L * number));
            ids.add("run " + number);
        }
        runs.tidy();
        assertThat(ids.stream().filter(id -> Files.exists(runs.folderOf(id))))
                .hasSize(200)
                .doesNotContain("run 0", "run 2");
    }
}
