package io.atoll.agent.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.atoll.agent.operation.OperationListener;
import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.operation.Outcome;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.Failed;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Serves Run: decodes the operation, hands it to the registry, and streams what it hears. */
final class RunCalls {
    private final OperationRegistry registry;
    private final Function<RunRequest, OperationWork> works;
    private final Executor executor;
    private final Duration signOfLifeEvery;

    RunCalls(
            OperationRegistry registry,
            Function<RunRequest, OperationWork> works,
            Executor executor,
            Duration signOfLifeEvery) {
        this.registry = registry;
        this.works = works;
        this.executor = executor;
        this.signOfLifeEvery = signOfLifeEvery;
    }

    void run(RunRequest request, ServerCallStreamObserver<OperationEvent> observer) {
        var stream = new EventStream(request.getOperationId(), observer);
        var attachment = registry.run(OperationDecoder.request(request), works.apply(request), stream);
        observer.setOnCancelHandler(() -> {
            attachment.close();
            stream.left();
        });
        executor.execute(() -> stream.giveSignsOfLife(signOfLifeEvery));
    }

    /** One caller's stream: progress that the caller is too slow for is replaced by newer, the outcome always arrives. */
    private static final class EventStream implements OperationListener {
        private final String operationId;
        private final ServerCallStreamObserver<OperationEvent> observer;
        private @Nullable Progress waiting;
        private boolean ended;

        EventStream(String operationId, ServerCallStreamObserver<OperationEvent> observer) {
            this.operationId = operationId;
            this.observer = observer;
            observer.setOnReadyHandler(this::sendWaiting);
        }

        @Override
        public synchronized void progressed(Progress progress) {
            waiting = progress;
            sendWaiting();
        }

        @Override
        public synchronized void ended(Outcome outcome) {
            if (ended || observer.isCancelled()) {
                return;
            }
            sendWaiting();
            ended = true;
            notifyAll();
            observer.onNext(event().mergeFrom(ending(outcome)).build());
            observer.onCompleted();
        }

        /** The caller is gone. */
        synchronized void left() {
            ended = true;
            notifyAll();
        }

        /** Some work has nothing to tell for minutes; by these the manager sees that the agent is not stuck. */
        synchronized void giveSignsOfLife(Duration every) {
            try {
                while (!ended) {
                    wait(every.toMillis());
                    if (!ended && observer.isReady() && !observer.isCancelled()) {
                        observer.onNext(event().build());
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // the agent stops
            }
        }

        private synchronized void sendWaiting() {
            var progress = waiting;
            if (progress == null || ended || observer.isCancelled() || !observer.isReady()) {
                return;
            }
            waiting = null;
            observer.onNext(event().setProgress(io.atoll.agent.v1.Progress.newBuilder()
                            .setPercent(Math.clamp(progress.percent(), 0, 100))
                            .setBytesDone(progress.bytesDone())
                            .setBytesTotal(progress.bytesTotal())
                            .setBytesPerSecond(progress.bytesPerSecond())
                            .setPhase(progress.phase()))
                    .build());
        }

        private OperationEvent.Builder event() {
            return OperationEvent.newBuilder().setOperationId(operationId);
        }

        private static OperationEvent ending(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Succeeded succeeded ->
                    OperationEvent.newBuilder()
                            .setDone(done(succeeded.result()))
                            .build();
                case Outcome.Failed(var code, var detail, var hints, var rolledBack) ->
                    OperationEvent.newBuilder()
                            .setFailed(Failed.newBuilder()
                                    .setCode(code)
                                    .setDetail(detail)
                                    .addAllHints(hints)
                                    .setRolledBack(rolledBack))
                            .build();
            };
        }

        private static Done done(byte[] encoded) {
            try {
                return Done.parseFrom(encoded);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("A remembered result cannot be read.", e);
            }
        }
    }
}
