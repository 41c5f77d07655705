package io.atoll.manager.agentlink.internal;

import com.google.protobuf.ByteString;
import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.ConsoleFrame;
import io.atoll.agent.v1.ConsoleOpen;
import io.atoll.manager.agentlink.ConsoleKind;
import io.atoll.manager.agentlink.ConsoleReceiver;
import io.atoll.manager.agentlink.ConsoleStream;
import io.atoll.model.VmId;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One console over one call. Either side is read only as fast as the other side takes it. */
final class GrpcConsole implements ConsoleStream, ClientResponseObserver<ConsoleFrame, ConsoleFrame> {
    private final ConsoleReceiver receiver;
    private final AgentChannels.AgentChannel channel;
    private final Gate ready = new Gate();
    private @Nullable ClientCallStreamObserver<ConsoleFrame> call;

    private GrpcConsole(ConsoleReceiver receiver, AgentChannels.AgentChannel channel) {
        this.receiver = receiver;
        this.channel = channel;
    }

    static GrpcConsole open(AgentChannels.AgentChannel channel, VmId vm, ConsoleKind kind, ConsoleReceiver receiver) {
        var console = new GrpcConsole(receiver, channel);
        var frames = AgentServiceGrpc.newStub(channel.channel()).console(console);
        frames.onNext(ConsoleFrame.newBuilder()
                .setOpen(ConsoleOpen.newBuilder()
                        .setVmId(vm.toString())
                        .setKind(kind.name().toLowerCase(Locale.ROOT)))
                .build());
        return console;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ConsoleFrame> requests) {
        call = requests;
        requests.disableAutoRequestWithInitial(1);
        requests.setOnReadyHandler(ready::signal);
    }

    @Override
    public void onNext(ConsoleFrame frame) {
        if (frame.hasData()) {
            receiver.received(frame.getData().toByteArray());
        }
        observer().request(1);
    }

    @Override
    public void onError(Throwable failure) {
        ready.open();
        receiver.closed(
                failure instanceof StatusRuntimeException status
                        ? CallFailures.reason(status.getStatus(), channel)
                        : "The connection to the host broke.");
    }

    @Override
    public void onCompleted() {
        ready.open();
        receiver.closed("The console has ended.");
    }

    @Override
    public void send(byte[] data) {
        if (ready.await(observer()::isReady)) {
            observer()
                    .onNext(ConsoleFrame.newBuilder()
                            .setData(ByteString.copyFrom(data))
                            .build());
        }
    }

    @Override
    public void close() {
        ready.open();
        observer().cancel("closed", null);
    }

    private ClientCallStreamObserver<ConsoleFrame> observer() {
        ClientCallStreamObserver<ConsoleFrame> current = call;
        if (current == null) {
            throw new IllegalStateException("The call has not begun.");
        }
        return current;
    }
}
