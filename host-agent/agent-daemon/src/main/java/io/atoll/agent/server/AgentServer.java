package io.atoll.agent.server;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The one port of the agent: gRPC over TLS 1.3 with certificates on both sides. */
public final class AgentServer implements AutoCloseable {
    private static final int LARGEST_MESSAGE_BYTES = 4 << 20;
    private static final int CALLS_PER_CONNECTION = 512;

    private final Server server;
    private final ExecutorService executor;

    private AgentServer(Server server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    public static AgentServer start(InetSocketAddress address, LiveTrust trust, ServerServiceDefinition service)
            throws IOException {
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        var server = NettyServerBuilder.forAddress(address)
                .sslContext(tls(trust))
                .executor(executor)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .addService(service)
                .intercept(new ManagerOnlyInterceptor(trust))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            executor.shutdownNow();
            throw new IOException(
                    "Cannot listen on %s: %s. Another agent may run already; see atoll-agent status."
                            .formatted(address, e.getMessage()),
                    e);
        }
        return new AgentServer(server, executor);
    }

    public int port() {
        return server.getPort();
    }

    /** Takes no new calls and cuts the open ones after {@code grace}; operations and VMs go on. */
    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }

    public void close(Duration grace) {
        server.shutdown();
        try {
            if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        executor.shutdownNow();
    }

    /** The JDK's TLS: no native code to unpack, and the trust can change under a running server. */
    private static SslContext tls(LiveTrust trust) throws SSLException {
        var builder = SslContextBuilder.forServer(trust.keyManager());
        return GrpcSslContexts.configure(builder, SslProvider.JDK)
                .trustManager(trust.trustManager())
                .clientAuth(ClientAuth.REQUIRE)
                .protocols("TLSv1.3")
                .build();
    }
}
