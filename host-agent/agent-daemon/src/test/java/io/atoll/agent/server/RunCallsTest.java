package io.atoll.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.agent.Await;
import io.atoll.agent.operation.LeaderEpochs;
import io.atoll.agent.operation.OperationJournal;
import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.operation.Outcome;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import io.grpc.stub.ServerCallStreamObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller hears of an operation that has nothing to tell. */
class RunCallsTest {
    @Test
    void workThatHasNothingToTellGivesSignsOfLifeUntilItEnds(@TempDir Path folder) throws Exception {
        try (var journal = OperationJournal.open(folder.resolve("journal"), 10);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var registry = new OperationRegistry(
                    journal,
                    LeaderEpochs.load(folder.resolve("epoch")),
                    Clock.systemUTC(),
                    executor,
                    8,
                    failure -> new Outcome.Failed("BROKEN", String.valueOf(failure.getMessage()), List.of(), true));
            var done = new CountDownLatch(1);
            var calls = new RunCalls(
                    registry,
                    _ -> _ -> {
                        done.await();
                        return Done.getDefaultInstance().toByteArray();
                    },
                    executor,
                    Duration.ofMillis(20));
            var caller = new Caller();
            calls.run(
                    RunRequest.newBuilder()
                            .setOperationId("t:1")
                            .setLeaderEpoch(1)
                            .setDeleteVm(io.atoll.agent.v1.DeleteVm.newBuilder().setVmId("v"))
                            .build(),
                    caller);
            Await.until("signs of life", () -> caller.heard.size() >= 3);
            assertThat(caller.heard)
                    .allSatisfy(event ->
                            assertThat(event.getEventCase()).isEqualTo(OperationEvent.EventCase.EVENT_NOT_SET));
            done.countDown();
            Await.until("the outcome", () -> caller.completed);
            assertThat(caller.heard.getLast().hasDone()).isTrue();
        }
    }

    /** Always takes more. */
    private static final class Caller extends ServerCallStreamObserver<OperationEvent> {
        private final List<OperationEvent> heard = new CopyOnWriteArrayList<>();
        private volatile boolean completed;

        @Override
        public void onNext(OperationEvent event) {
            assertThat(completed).isFalse();
            heard.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompleted() {
            completed = true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}
    }
}
