package io.atoll.agent;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.AgentSettings;
import io.atoll.agent.identity.AgentSettings.NetworkSettings;
import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.agent.v1.AgentServiceGrpc;
import io.atoll.agent.v1.OperationEvent;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.WatchRequest;
import io.atoll.ha.enforcer.EnforcerLaunch;
import io.atoll.ha.enforcer.EnforcerLink;
import io.atoll.hypervisor.qemu.QemuHypervisor;
import io.atoll.hypervisor.qemu.QemuSettings;
import io.atoll.hypervisor.qemu.QemuSettings.AcceleratorChoice;
import io.atoll.model.ClusterId;
import io.atoll.model.HostId;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An enrolled host in folders of its own, with its agent in this process, and a manager's calls to it. */
final class TestHost implements AutoCloseable {
    /** Of all hosts of these tests. */
    static final ClusterId CLUSTER = new ClusterId(UUID.fromString("00000000-0000-7000-8000-00000000c1d5"));

    final HostId id = new HostId(UUID.randomUUID());
    final int port = freePort();
    final String address;
    final Path state;
    final Path run;
    final Path hooks;
    final TestAuthority authority;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private @Nullable AgentDaemon daemon;
    private @Nullable ManagedChannel manager;

    TestHost(Path folder, TestAuthority authority, String zookeeper) throws Exception {
        this(folder, authority, zookeeper, "127.0.0.1", new NetworkSettings(NetworkMode.USER, "atbr0", null));
    }

    TestHost(Path folder, TestAuthority authority, String zookeeper, String address, NetworkSettings network)
            throws Exception {
        this.authority = authority;
        this.address = address;
        state = folder.resolve("state");
        run = folder.resolve("run");
        hooks = folder.resolve("hooks");
        enrol(zookeeper, network);
    }

    private void enrol(String zookeeper, NetworkSettings network) throws Exception {
        var identity = authority.issue(TestAuthority.at(address, TestAuthority.hostContents(id.toString())));
        var directory = new StateDirectory(state);
        directory
                .certificates()
                .install(
                        identity.keyPem(),
                        identity.certificatePem(),
                        authority.pem(),
                        authority.crlPem(),
                        Instant.now());
        var settings = new AgentSettings("n1", address, port, network, AgentSettings.noLabels(), 1024L, 2);
        directory.writeIdentity(new AgentIdentity(
                id, authority.installation(), CLUSTER.toString(), "https://localhost:8443", zookeeper, settings));
    }

    TestHost start() throws IOException {
        var qemu = QemuSettings.in(run.resolve("vms")).withAccelerator(AcceleratorChoice.FORCE_TCG);
        var clock = Clock.systemUTC();
        daemon = AgentDaemon.start(new AgentDaemon.Setup(
                new StateDirectory(state),
                run,
                hooks,
                new QemuHypervisor(qemu, clock),
                null,
                clock,
                "test",
                UUID.randomUUID().toString()));
        return this;
    }

    void stop() {
        if (daemon != null) {
            daemon.close();
            daemon = null;
        }
    }

    AgentServiceGrpc.AgentServiceBlockingStub calls() {
        var channel = manager;
        if (channel == null) {
            channel = channel(authority.manager());
            manager = channel;
        }
        return AgentServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    /** Whether an agent answers. */
    boolean answers() {
        try {
            calls().watch(WatchRequest.getDefaultInstance()).next();
            return true;
        } catch (StatusRuntimeException _) {
            return false;
        }
    }

    AgentServiceGrpc.AgentServiceStub streams() {
        calls();
        if (manager == null) {
            throw new IllegalStateException();
        }
        return AgentServiceGrpc.newStub(manager);
    }

    ManagedChannel channel(TestAuthority.@Nullable Identity client) {
        return channel(client, "TLSv1.3");
    }

    /** A connection that trusts this host's authority and shows the certificate given. */
    ManagedChannel channel(TestAuthority.@Nullable Identity client, String protocol) {
        try {
            var context = GrpcSslContexts.configure(
                            io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder.forClient(), SslProvider.JDK)
                    .trustManager(authority.certificate())
                    .protocols(protocol);
            if (client != null) {
                context.keyManager(stream(client.certificatePem()), stream(client.keyPem()));
            }
            var channel = NettyChannelBuilder.forAddress(address, port)
                    .sslContext(context.build())
                    .build();
            channels.add(channel);
            return channel;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs an operation under a new id to its end. */
    OperationEvent run(Consumer<RunRequest.Builder> fill) {
        return run(UUID.randomUUID().toString(), 1, fill);
    }

    OperationEvent run(String operationId, long leaderEpoch, Consumer<RunRequest.Builder> fill) {
        var request = RunRequest.newBuilder().setOperationId(operationId).setLeaderEpoch(leaderEpoch);
        fill.accept(request);
        OperationEvent last = OperationEvent.getDefaultInstance();
        var events = calls().run(request.build());
        while (events.hasNext()) {
            last = events.next();
        }
        return last;
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        stop();
        endEnforcers();
    }

    /** They outlive an agent that ran as a process, with real-time priority, and start each other again when killed. */
    private void endEnforcers() {
        var folder = run.resolve("enforcer");
        if (!Files.exists(folder)) {
            return;
        }
        try {
            var link = EnforcerLink.open(folder, EnforcerLaunch.likeThisProcess());
            var bootId =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            var config = link.previous(UUID.fromString(bootId));
            if (config != null) {
                link.start(config);
                link.release();
                link.quit();
                LastingProcesses.awaitEnd("EnforcerMain", folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
