package io.atoll.agent.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.atoll.agent.operation.OperationListener;
import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.operation.Outcome;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.Failed;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import io.grpc.stub.ServerCallStreamObserver;
import org.jspecify.annotations.Nullable;

/** Serves Run: decodes the operation, hands it to the registry, and streams what it hears. */
final class RunCalls {
    private final OperationRegistry registry;
    private final OperationDecoder decoder;

    RunCalls(OperationRegistry registry, OperationDecoder decoder) {
        this.registry = registry;
        this.decoder = decoder;
    }

    void run(RunRequest request, ServerCallStreamObserver<OperationEvent> observer) {
        var stream = new EventStream(request.getOperationId(), observer);
        var attachment = registry.run(OperationDecoder.request(request), decoder.work(request), stream);
        observer.setOnCancelHandler(attachment::close);
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
            observer.onNext(event().mergeFrom(ending(outcome)).build());
            observer.onCompleted();
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
