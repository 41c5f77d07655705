package io.atoll.manager.agentlink.internal;

import io.atoll.manager.agentlink.AgentDirectory;
import io.atoll.manager.agentlink.AgentEndpoint;
import io.atoll.manager.pki.Pki;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.problem.Hint;
import io.atoll.model.HostId;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.springframework.stereotype.Component;

/** One channel per host, made when first needed, made anew when the host's address or our certificate changes. */
@Component
class AgentChannels {
    static final int LARGEST_MESSAGE_BYTES = 4 << 20;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 5;
    private static final int IDLE_MINUTES = 5;

    private final AgentDirectory directory;
    private final Pki pki;
    private final Clock clock;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<HostId, AgentChannel> channels = new HashMap<>();

    AgentChannels(AgentDirectory directory, Pki pki, Clock clock) {
        this.directory = directory;
        this.pki = pki;
        this.clock = clock;
        pki.onManagerIdentityRenewed(this::closeAll);
        pki.onRevocation(this::closeTo);
    }

    /** A channel, whom it reaches, and what its trust said last. */
    record AgentChannel(AgentEndpoint endpoint, ManagedChannel channel, HostTrust trust) {
        Optional<String> refusal() {
            return trust.lastRefusal();
        }
    }

    /** Refuses with HOST_NOT_FOUND when the host is not enrolled, or no longer. */
    AgentChannel to(HostId host) {
        AgentEndpoint endpoint = directory
                .endpoint(host)
                .orElseThrow(() -> new AtollException(
                        ErrorCode.HOST_NOT_FOUND,
                        "The host %s is not enrolled, or its certificate was revoked.".formatted(host),
                        Hint.of("Enrol it with a new join token.")));
        synchronized (channels) {
            AgentChannel known = channels.get(host);
            if (known != null
                    && known.endpoint().equals(endpoint)
                    && !known.channel().isShutdown()) {
                return known;
            }
            if (known != null) {
                known.channel().shutdown();
            }
            AgentChannel made = open(endpoint);
            channels.put(host, made);
            return made;
        }
    }

    /** Whether the host shows its certificate on a new connection: one that stands already may be to a host that died since. */
    boolean answers(HostId host, Duration limit) {
        var endpoint = directory.endpoint(host);
        if (endpoint.isEmpty()) {
            return false;
        }
        var channel = open(endpoint.get()).channel();
        try {
            long end = System.nanoTime() + limit.toNanos();
            var state = channel.getState(true);
            while (state == ConnectivityState.IDLE || state == ConnectivityState.CONNECTING) {
                var changed = new CountDownLatch(1);
                channel.notifyWhenStateChanged(state, changed::countDown);
                if (!changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
                state = channel.getState(false);
            }
            return state == ConnectivityState.READY;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AtollException(ErrorCode.NOT_READY, "The manager stops.");
        } finally {
            channel.shutdownNow();
        }
    }

    /** Ends the channel to a host that is no longer enrolled; calls on it fail. */
    void close(HostId host) {
        synchronized (channels) {
            AgentChannel known = channels.remove(host);
            if (known != null) {
                known.channel().shutdownNow();
            }
        }
    }

    /** A certificate that was revoked does not live on in a connection; other hosts notice nothing. */
    private void closeTo(Set<String> revokedSerials) {
        synchronized (channels) {
            channels.values().removeIf(known -> {
                boolean revoked = known.trust().hasSeen(revokedSerials);
                if (revoked) {
                    known.channel().shutdownNow();
                }
                return revoked;
            });
        }
    }

    /** Ends all channels: our own certificate must be shown anew. */
    void closeAll() {
        synchronized (channels) {
            channels.values().forEach(known -> known.channel().shutdownNow());
            channels.clear();
        }
    }

    @PreDestroy
    void stop() {
        closeAll();
        executor.shutdown();
    }

    private AgentChannel open(AgentEndpoint endpoint) {
        var trust = new HostTrust(endpoint, pki, clock);
        var channel = NettyChannelBuilder.forAddress(endpoint.address(), endpoint.port())
                .sslContext(tls(trust))
                .executor(executor)
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .idleTimeout(IDLE_MINUTES, TimeUnit.MINUTES)
                .disableRetry()
                .build();
        return new AgentChannel(endpoint, channel, trust);
    }

    private SslContext tls(HostTrust trust) {
        try {
            // Not from PEM: a key store is encrypted for that each time, which a leader that takes over does for every
            // host.
            var builder = SslContextBuilder.forClient()
                    .keyManager(pki.keyManager())
                    .trustManager(trust)
                    .protocols("TLSv1.3");
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException("The manager's own certificate cannot be used for TLS.", e);
        }
    }
}
