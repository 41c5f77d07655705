package io.atoll.agent.server;

import io.atoll.agent.operation.LeaderEpochs;
import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.CertificateRequestRequest;
import io.atoll.agent.v1.CertificateRequestResponse;
import io.atoll.agent.v1.GetHostRequest;
import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.InstallTrustRequest;
import io.atoll.agent.v1.InstallTrustResponse;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.model.LeaderEpoch;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Every call of the protocol, each handed to the class that serves it; a refusal becomes a status with its reason. */
public final class AgentGrpcService extends AgentServiceGrpc.AgentServiceImplBase {
    private final Supplier<HostReport> host;
    private final LeaderEpochs leaders;
    private final WatchCalls watch;
    private final TrustCalls trust;

    AgentGrpcService(Supplier<HostReport> host, LeaderEpochs leaders, WatchCalls watch, TrustCalls trust) {
        this.host = host;
        this.leaders = leaders;
        this.watch = watch;
        this.trust = trust;
    }

    @Override
    public void getHost(GetHostRequest request, StreamObserver<HostReport> observer) {
        answer(observer, host);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<HostUpdate> observer) {
        guarded(observer, () -> {
            if (request.getLeaderEpoch() != 0) {
                leaders.admit(new LeaderEpoch(request.getLeaderEpoch()));
            }
            watch.watch(request, serverSide(observer));
        });
    }

    @Override
    public void newCertificateRequest(
            CertificateRequestRequest request, StreamObserver<CertificateRequestResponse> observer) {
        answer(observer, trust::newRequest);
    }

    @Override
    public void installTrust(InstallTrustRequest request, StreamObserver<InstallTrustResponse> observer) {
        answer(observer, () -> trust.install(request));
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
