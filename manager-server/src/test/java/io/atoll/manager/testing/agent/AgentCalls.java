package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.CancelRequest;
import io.atoll.agent.v1.CancelResponse;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.GetHostRequest;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.agent.v1.InstallTrustRequest;
import io.atoll.agent.v1.InstallTrustResponse;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.Refusal;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.ScreenshotPart;
import io.atoll.agent.v1.ScreenshotRequest;
import io.atoll.agent.v1.StopTypingRequest;
import io.atoll.agent.v1.StopTypingResponse;
import io.atoll.agent.v1.TypeKeysRequest;
import io.atoll.agent.v1.TypeKeysResponse;
import io.atoll.agent.v1.WatchRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The calls of the protocol, answered by a scripted agent. */
final class AgentCalls extends AgentServiceGrpc.AgentServiceImplBase {
    private static final Metadata.Key<Refusal> REFUSAL =
            Metadata.Key.of("atoll-refusal-bin", ProtoUtils.metadataMarshaller(Refusal.getDefaultInstance()));

    private final ScriptedAgent agent;
    private final Commands commands;

    AgentCalls(ScriptedAgent agent, Commands commands) {
        this.agent = agent;
        this.commands = commands;
    }

    static StatusRuntimeException refusal(String code, String detail) {
        var trailers = new Metadata();
        trailers.put(
                REFUSAL, Refusal.newBuilder().setCode(code).setDetail(detail).build());
        return Status.FAILED_PRECONDITION.withDescription(code).asRuntimeException(trailers);
    }

    @Override
    public void getHost(GetHostRequest request, StreamObserver<HostReport> observer) {
        observer.onNext(agent.report());
        observer.onCompleted();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<HostUpdate> observer) {
        if (!agent.admits(request.getLeaderEpoch())) {
            observer.onError(refusal("STALE_LEADER", "A newer leader was here."));
            return;
        }
        var call = (ServerCallStreamObserver<HostUpdate>) observer;
        var self = new WatchStream[1];
        self[0] = new WatchStream(call, () -> agent.unwatch(self[0]));
        call.setOnCancelHandler(() -> agent.unwatch(self[0]));
        agent.watch(self[0]);
    }

    @Override
    public void run(RunRequest request, StreamObserver<OperationEvent> observer) {
        if (!agent.admits(request.getLeaderEpoch())) {
            observer.onError(refusal("STALE_LEADER", "A newer leader was here."));
            return;
        }
        ((ServerCallStreamObserver<OperationEvent>) observer).setOnCancelHandler(() -> {});
        var life = agent.life();
        commands.run(request, new Commands.Caller() {
            @Override
            public void hears(OperationEvent event) {
                if (life == ScriptedAgent.DEAD || agent.life() != life) {
                    losesTheStream(); // what it says after its death nobody may hear, however slowly the socket closes
                    return;
                }
                observer.onNext(event);
                if (event.hasDone() || event.hasFailed()) {
                    observer.onCompleted();
                }
            }

            @Override
            public void isRefused(String code, String detail) {
                observer.onError(refusal(code, detail));
            }

            @Override
            public void losesTheStream() {
                observer.onError(Status.UNAVAILABLE
                        .withDescription("the connection broke")
                        .asRuntimeException());
            }
        });
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> observer) {
        observer.onNext(CancelResponse.newBuilder()
                .setWasRunning(commands.ids().contains(request.getOperationId()))
                .build());
        observer.onCompleted();
    }

    @Override
    public StreamObserver<ConsoleFrame> console(StreamObserver<ConsoleFrame> observer) {
        return new EchoConsole(observer);
    }

    @Override
    public void screenshot(ScreenshotRequest request, StreamObserver<ScreenshotPart> observer) {
        agent.guestConsole().screenshot(observer);
    }

    @Override
    public void typeKeys(TypeKeysRequest request, StreamObserver<TypeKeysResponse> observer) {
        agent.guestConsole().type(request, observer);
    }

    @Override
    public void stopTyping(StopTypingRequest request, StreamObserver<StopTypingResponse> observer) {
        agent.guestConsole().stop(observer);
    }

    @Override
    public StreamObserver<ImageChunk> writeImage(StreamObserver<ImageWritten> observer) {
        return agent.images().receive(observer);
    }

    @Override
    public void installTrust(InstallTrustRequest request, StreamObserver<InstallTrustResponse> observer) {
        observer.onNext(
                InstallTrustResponse.newBuilder().setCertificateSerial("").build());
        observer.onCompleted();
    }
}
