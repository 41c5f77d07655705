package io.atoll.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.Await;
import io.atoll.model.LeaderEpoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationRegistryTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    Path folder;

    private OperationJournal journal;
    private OperationRegistry registry;

    @BeforeEach
    void open() throws IOException {
        journal = OperationJournal.open(folder.resolve("journal"), 100);
        registry = new OperationRegistry(
                journal,
                LeaderEpochs.load(folder.resolve("epoch")),
                Clock.systemUTC(),
                executor,
                8,
                failure -> new Outcome.Failed("BROKEN", String.valueOf(failure.getMessage()), List.of("hint"), true));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
        executor.shutdownNow();
    }

    private void reopen() throws IOException {
        journal.close();
        open();
    }

    private static OperationRequest request(String id, long epoch, String content) {
        return new OperationRequest(id, new LeaderEpoch(epoch), "test", "-", content);
    }

    /** Remembers what it hears. */
    private static final class Ear implements OperationListener {
        private final List<Progress> progress = new CopyOnWriteArrayList<>();
        private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

        @Override
        public void progressed(Progress heard) {
            progress.add(heard);
        }

        @Override
        public void ended(Outcome outcome) {
            outcomes.add(outcome);
        }

        String result() {
            Await.until("the outcome", () -> !outcomes.isEmpty());
            assertThat(outcomes).hasSize(1);
            return text(outcomes.getFirst());
        }
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> new String(succeeded.result(), StandardCharsets.UTF_8);
            case Outcome.Failed(var code, var detail, var _, var _) -> code + " " + detail;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void runsOnceHoweverOftenItIsAskedFor() {
        var runs = new AtomicInteger();
        var gate = new CountDownLatch(1);
        OperationWork work = context -> {
            runs.incrementAndGet();
            context.progress(Progress.phase(50, "half"));
            gate.await();
            return bytes("done");
        };
        var first = new Ear();
        var second = new Ear();
        registry.run(request("op-1", 1, "a"), work, first);
        Await.until("progress", () -> !first.progress.isEmpty());
        registry.run(request("op-1", 2, "a"), work, second);
        assertThat(second.progress).containsExactly(Progress.phase(50, "half"));
        gate.countDown();
        assertThat(first.result()).isEqualTo("done");
        assertThat(second.result()).isEqualTo("done");
        var late = new Ear();
        registry.run(request("op-1", 2, "a"), work, late);
        assertThat(late.result()).isEqualTo("done");
        assertThat(runs).hasValue(1);
    }

    @Test
    void remembersOutcomesAcrossARestart() throws IOException {
        var good = new Ear();
        var bad = new Ear();
        registry.run(request("good", 1, "a"), _ -> bytes("result"), good);
        registry.run(
                request("bad", 1, "b"),
                _ -> {
                    throw new IllegalStateException("out of luck");
                },
                bad);
        good.result();
        bad.result();
        reopen();
        var again = new Ear();
        registry.run(request("good", 1, "a"), _ -> bytes("run twice"), again);
        assertThat(again.result()).isEqualTo("result");
        var badAgain = new Ear();
        registry.run(request("bad", 1, "b"), _ -> bytes("run twice"), badAgain);
        assertThat(badAgain.outcomes)
                .containsExactly(new Outcome.Failed("BROKEN", "out of luck", List.of("hint"), true));
    }

    @Test
    void survivesALineCutShort() throws IOException {
        var ear = new Ear();
        registry.run(request("kept", 1, "a"), _ -> bytes("result"), ear);
        ear.result();
        journal.close();
        var file = folder.resolve("journal");
        Files.writeString(file, Files.readString(file) + "{\"id\":\"torn\",\"dig");
        open();
        assertThat(journal.find("kept")).isNotNull();
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void forgetsTheOldestBeyondItsLimit() throws IOException {
        for (var i = 0; i < 350; i++) {
            var ear = new Ear();
            registry.run(request("op-" + i, 1, "a"), _ -> bytes("x"), ear);
            ear.result();
        }
        assertThat(journal.size()).isEqualTo(100);
        assertThat(Files.readAllLines(folder.resolve("journal"))).hasSizeLessThanOrEqualTo(201);
        reopen();
        assertThat(journal.size()).isEqualTo(100);
        assertThat(journal.find("op-249")).isNull();
        assertThat(journal.find("op-250")).isNotNull();
    }

    @Test
    void refusesOtherContentUnderAnOldId() {
        var ear = new Ear();
        registry.run(request("op", 1, "a"), _ -> bytes("x"), ear);
        ear.result();
        assertThatThrownBy(() -> registry.run(request("op", 1, "b"), _ -> bytes("y"), new Ear()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.OPERATION_ID_REUSED));
    }

    @Test
    void refusesADeposedLeaderAlsoAfterARestart() throws IOException {
        var ear = new Ear();
        registry.run(request("op", 7, "a"), _ -> bytes("x"), ear);
        ear.result();
        reopen();
        assertThatThrownBy(() -> registry.run(request("other", 6, "a"), _ -> bytes("y"), new Ear()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STALE_LEADER));
        assertThatThrownBy(() -> registry.cancel("op", new LeaderEpoch(6))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> registry.run(request("op", 6, "a"), _ -> bytes("y"), new Ear()))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void cancelReachesWorkThatRunsAndNothingElse() {
        var began = new CountDownLatch(1);
        var ear = new Ear();
        registry.run(
                request("op", 1, "a"),
                context -> {
                    var cancelled = new CountDownLatch(1);
                    context.onCancel(cancelled::countDown);
                    began.countDown();
                    cancelled.await();
                    context.stopIfCancelled();
                    return bytes("not reached");
                },
                ear);
        Await.until("the start", () -> began.getCount() == 0);
        assertThat(registry.cancel("unknown", new LeaderEpoch(1))).isFalse();
        assertThat(registry.cancel("op", new LeaderEpoch(1))).isTrue();
        assertThat(ear.result()).contains("was cancelled");
        assertThat(registry.cancel("op", new LeaderEpoch(1))).isFalse();
    }

    @Test
    void refusesMoreThanItsLimitAtOnce() {
        var gate = new CountDownLatch(1);
        for (var i = 0; i < 8; i++) {
            registry.run(
                    request("op-" + i, 1, "a"),
                    _ -> {
                        gate.await();
                        return bytes("x");
                    },
                    new Ear());
        }
        assertThatThrownBy(() -> registry.run(request("one-more", 1, "a"), _ -> bytes("x"), new Ear()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.HOST_BUSY));
        gate.countDown();
        Await.until("all to end", () -> registry.runningCount() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "a\nb", "ä", "a;b", "../x y"})
    void refusesStrangeIds(String id) {
        assertThatThrownBy(() -> request(id, 1, "a")).isInstanceOf(RefusedException.class);
    }

    /** Random schedules of attempts, repeats, restarts and leader changes against a model of what must happen. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverRunsTwiceAndNeverObeysTheDeposed(long seed) throws IOException {
        var random = new Random(seed);
        var runs = new HashMap<String, Integer>();
        var highest = 0L;
        var ended = new HashSet<String>();
        for (var step = 0; step < 120; step++) {
            var id = "op-" + random.nextInt(30);
            var epoch = Math.max(0, highest + random.nextInt(3) - 1);
            if (random.nextInt(20) == 0) {
                reopen();
            }
            var ear = new Ear();
            var refused = attempt(id, epoch, runs, ear);
            if (epoch < highest) {
                assertThat(refused).as("seed %d step %d", seed, step).isEqualTo(RefusalCode.STALE_LEADER);
            } else {
                assertThat(refused).as("seed %d step %d", seed, step).isNull();
                assertThat(ear.result()).isEqualTo(id);
                highest = epoch;
                ended.add(id);
            }
        }
        assertThat(runs.keySet()).isEqualTo(ended);
        assertThat(new ArrayList<>(runs.values())).as("seed %d", seed).containsOnly(1);
    }

    private @Nullable RefusalCode attempt(String id, long epoch, Map<String, Integer> runs, Ear ear) {
        try {
            registry.run(
                    request(id, epoch, id),
                    _ -> {
                        synchronized (runs) {
                            runs.merge(id, 1, Integer::sum);
                        }
                        return bytes(id);
                    },
                    ear);
            return null;
        } catch (RefusedException e) {
            return e.code();
        }
    }
}
