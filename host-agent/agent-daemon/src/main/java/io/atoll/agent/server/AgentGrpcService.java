package io.atoll.agent.server;

import io.atoll.agent.operation.LeaderEpochs;
import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.CancelRequest;
import io.atoll.agent.v1.CancelResponse;
import io.atoll.agent.v1.CertificateRequestRequest;
import io.atoll.agent.v1.CertificateRequestResponse;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.GetHostRequest;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.agent.v1.InstallTrustRequest;
import io.atoll.agent.v1.InstallTrustResponse;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.ScreenshotPart;
import io.atoll.agent.v1.ScreenshotRequest;
import io.atoll.agent.v1.StopTypingRequest;
import io.atoll.agent.v1.StopTypingResponse;
import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.atoll.agent.v1.WatchRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Every call of the protocol, each handed to the class that serves it; a refusal becomes a status with its reason. */
public final class AgentGrpcService extends AgentServiceGrpc.AgentServiceImplBase {
    private final Calls calls;
    private final LeaderEpochs leaders;

    AgentGrpcService(Calls calls, LeaderEpochs leaders) {
        this.calls = calls;
        this.leaders = leaders;
    }

    /** Who serves what. */
    record Calls(
            Supplier<HostReport> host,
            RunCalls run,
            OperationRegistry operations,
            WatchCalls watch,
            Consoles consoles,
            ImageCalls images,
            TrustCalls trust) {}

    /** A VM's screen, line and keyboard. */
    record Consoles(ConsoleCalls streams, ScreenCalls screen, KeyboardCalls keyboard) {}

    @Override
    public void getHost(GetHostRequest request, StreamObserver<HostReport> observer) {
        answer(observer, calls.host());
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<HostUpdate> observer) {
        guarded(observer, () -> {
            if (request.getLeaderEpoch() != 0) {
                leaders.admit(OperationDecoder.epoch(request.getLeaderEpoch()));
            }
            calls.watch().watch(request, serverSide(observer));
        });
    }

    @Override
    public void run(RunRequest request, StreamObserver<OperationEvent> observer) {
        guarded(observer, () -> calls.run().run(request, serverSide(observer)));
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> observer) {
        answer(
                observer,
                () -> CancelResponse.newBuilder()
                        .setWasRunning(calls.operations()
                                .cancel(request.getOperationId(), OperationDecoder.epoch(request.getLeaderEpoch())))
                        .build());
    }

    @Override
    public StreamObserver<ConsoleFrame> console(StreamObserver<ConsoleFrame> observer) {
        return calls.consoles().streams().open(serverSide(observer));
    }

    @Override
    public void screenshot(ScreenshotRequest request, StreamObserver<ScreenshotPart> observer) {
        guarded(observer, () -> calls.consoles().screen().take(request, serverSide(observer)));
    }

    @Override
    public void typeKeys(TypeKeysRequest request, StreamObserver<TypeKeysResponse> observer) {
        guarded(observer, () -> calls.consoles().keyboard().type(request, serverSide(observer)));
    }

    @Override
    public void stopTyping(StopTypingRequest request, StreamObserver<StopTypingResponse> observer) {
        answer(observer, () -> calls.consoles().keyboard().stop(request));
    }

    @Override
    public StreamObserver<ImageChunk> writeImage(StreamObserver<ImageWritten> observer) {
        return calls.images().write(observer);
    }

    @Override
    public void newCertificateRequest(
            CertificateRequestRequest request, StreamObserver<CertificateRequestResponse> observer) {
        answer(observer, calls.trust()::newRequest);
    }

    @Override
    public void installTrust(InstallTrustRequest request, StreamObserver<InstallTrustResponse> observer) {
        answer(observer, () -> calls.trust().install(request));
    }

    private static <T> ServerCallStreamObserver<T> serverSide(StreamObserver<T> observer) {
        return (ServerCallStreamObserver<T>) observer;
    }

    private static <T> void answer(StreamObserver<T> observer, Supplier<T> call) {
        guarded(observer, () -> {
            observer.onNext(call.get());
            observer.onCompleted();
        });
    }

    private static void guarded(StreamObserver<?> observer, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            observer.onError(e instanceof io.grpc.StatusRuntimeException ? e : Refusals.status(e));
        }
    }
}
