package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.ImageChunk;
import io.atoll.agent.v1.ImageHeader;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.testing.ManagerTest;
import io.atoll.model.HostId;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@ManagerTest
class AbandonedTransferTest {
    private static final int SIZE_BYTES = 1 << 20;

    private final Pki pki;

    AbandonedTransferTest(Pki pki) {
        this.pki = pki;
    }

    @Test
    void aSenderThatMayNotGoOnLetsGoOfTheHost() throws Exception {
        var agent = new Receiver();
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = NettyServerBuilder.forAddress(loopback)
                .addService(agent)
                .build()
                .start();
        var channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        try {
            var endpoint = new AgentEndpoint(new HostId(new UUID(0, 1)), "127.0.0.1", server.getPort());
            var header = ImageHeader.newBuilder().setSizeBytes(SIZE_BYTES).build();
            var transfer = new ImageTransfer(
                    new AgentChannels.AgentChannel(endpoint, channel, new HostTrust(endpoint, pki, Clock.systemUTC())),
                    header,
                    _ -> {
                        throw new IllegalStateException("another manager leads");
                    },
                    Duration.ofMinutes(1));
            assertThatThrownBy(() -> transfer.send(new ByteArrayInputStream(new byte[SIZE_BYTES])))
                    .hasMessage("another manager leads");
            assertThat(agent.senderGone).succeedsWithin(Duration.ofSeconds(30));
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** Takes bytes and answers nothing, as a host does that still receives. */
    private static final class Receiver extends AgentServiceGrpc.AgentServiceImplBase {
        private final CompletableFuture<Boolean> senderGone = new CompletableFuture<>();

        @Override
        public StreamObserver<ImageChunk> writeImage(StreamObserver<ImageWritten> answer) {
            return new StreamObserver<>() {
                @Override
                public void onNext(ImageChunk chunk) {}

                @Override
                public void onError(Throwable gone) {
                    senderGone.complete(true);
                }

                @Override
                public void onCompleted() {}
            };
        }
    }
}
