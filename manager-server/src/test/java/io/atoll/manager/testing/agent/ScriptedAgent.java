package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.HostReport;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.agent.v1.Resync;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmReport;
import io.atoll.model.HostId;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An enrolled host with its agent, whose clock goes as the manager's. Honest until told otherwise. */
public final class ScriptedAgent implements AutoCloseable {
    static final int DEAD = 0;

    private static final int SAMPLES_EVERY_MS = 1_000;

    private final HostIdentity identity;
    private final VmMachine machine;
    private final Commands commands;
    private final ImageInbox images = new ImageInbox();
    private final ScriptedGuestConsole guestConsole = new ScriptedGuestConsole();
    private final int port;
    private final Clock clock;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scripted-agent-heart").factory());
    private final Set<WatchStream> watchers = ConcurrentHashMap.newKeySet();
    private final List<Reaction> script = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<HostReport> retouch = UnaryOperator.identity();
    private volatile @Nullable Consumer<WatchStream> watchScript;
    private volatile HostIdentity shown;
    private @Nullable Server server;
    private String bootId = UUID.randomUUID().toString();
    private String streamId = UUID.randomUUID().toString();
    private long sequence;
    private int lives;
    private long highestLeaderEpoch;
    private boolean heartBeats = true;

    ScriptedAgent(HostIdentity identity, int port, World world, Clock clock) {
        this.identity = identity;
        this.shown = identity;
        this.port = port;
        this.clock = clock;
        this.machine = new VmMachine(identity.id(), world, clock);
        this.commands = new Commands(machine, this::reactionTo);
        machine.onChange(this::vmChanged);
        var _ = heart.scheduleAtFixedRate(this::beat, SAMPLES_EVERY_MS, SAMPLES_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    public HostId id() {
        return identity.id();
    }

    public String name() {
        return identity.name();
    }

    public ImageInbox images() {
        return images;
    }

    public ScriptedGuestConsole guestConsole() {
        return guestConsole;
    }

    VmMachine machine() {
        return machine;
    }

    /** Every command that reached the agent, repeated ones too, in order. */
    public List<RunRequest> commands(RunRequest.OperationCase kind) {
        return commands.received().stream()
                .filter(request -> request.getOperationCase() == kind)
                .toList();
    }

    /** The numbers of the disks that the guest has here. */
    public Set<Integer> disksOf(io.atoll.model.VmId vm) {
        return machine.plugged(vm).disks();
    }

    /** Operations per second that each of its limited disks may do. */
    public Map<Integer, Long> limitsOf(io.atoll.model.VmId vm) {
        return machine.plugged(vm).operationsPerSecondLimits();
    }

    /** The numbers of its network cards. */
    public Set<Integer> nicsOf(io.atoll.model.VmId vm) {
        return machine.plugged(vm).nics();
    }

    /** How often work of this kind was done, in truth. */
    public long done(RunRequest.OperationCase kind) {
        return commands.carriedOut().stream().filter(kind::equals).count();
    }

    // The life of the agent

    /** Starts, or comes back after its death with what it remembers. */
    public synchronized ScriptedAgent start() {
        if (server != null) {
            return this;
        }
        streamId = UUID.randomUUID().toString();
        sequence = 0;
        lives++;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .sslContext(tls(shown))
                    .executor(calls)
                    .permitKeepAliveTime(1, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .addService((BindableService) new AgentCalls(this, commands))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static SslContext tls(HostIdentity identity) {
        try {
            var builder = SslContextBuilder.forServer(identity.keyManagers())
                    .trustManager(identity.authority())
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols("TLSv1.3");
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which life it is in, another after each death; or {@link #DEAD}. */
    synchronized int life() {
        return server == null ? DEAD : lives;
    }

    /** As by kill -9: the VMs run on, running operations are forgotten, ended ones are remembered. */
    public synchronized void dies() {
        var dying = server;
        server = null;
        watchers.clear();
        if (dying != null) {
            dying.shutdownNow();
        }
    }

    /** The host itself dies, with all its VMs. */
    public synchronized void hostDies() {
        machine.powerCut();
        commands.forgetAll();
        bootId = UUID.randomUUID().toString();
        dies();
    }

    /** From the next start it shows the certificate of another. */
    public void shows(ScriptedAgent other) {
        shown = other.identity;
    }

    // What it is told to do

    /** What it does about the next command of this kind (see {@link Reaction#times}). */
    public Reaction on(RunRequest.OperationCase kind) {
        var reaction = new Reaction(kind);
        script.add(reaction);
        return reaction;
    }

    /** Forgets the script. */
    public void isHonest() {
        script.clear();
        retouch = UnaryOperator.identity();
        watchScript = null;
        heartBeats = true;
    }

    private synchronized @Nullable Reaction reactionTo(RunRequest.OperationCase kind) {
        var next =
                script.stream().filter(reaction -> reaction.command() == kind).findFirst();
        next.filter(Reaction::use).ifPresent(script::remove);
        return next.orElse(null);
    }

    /** Changes what it says of its host. */
    public void saysOfItself(UnaryOperator<HostReport> change) {
        retouch = change;
    }

    /** What every new watcher gets instead of the truth. */
    public void onWatch(Consumer<WatchStream> play) {
        watchScript = play;
    }

    /** No samples any more. */
    public void fallsSilent() {
        heartBeats = false;
    }

    // What it says

    /** Numbered as the next update. */
    public synchronized void says(HostUpdate.Builder update) {
        sequence++;
        var numbered = update.setSequence(sequence)
                .setStreamId(streamId)
                .setTimeMs(clock.millis())
                .build();
        watchers.forEach(watcher -> watcher.send(numbered));
    }

    /** As it is, without a number of ours. */
    public void saysRaw(HostUpdate update) {
        watchers.forEach(watcher -> watcher.send(update));
    }

    /** Whether somebody hears that it lives. */
    boolean isHeard() {
        return heartBeats && isWatched();
    }

    public boolean isWatched() {
        return !watchers.isEmpty();
    }

    /** The number and name of the stream now. */
    public synchronized HostUpdate.Builder position() {
        return HostUpdate.newBuilder().setSequence(sequence).setStreamId(streamId);
    }

    /** The complete truth, or what goes for it. */
    public synchronized HostUpdate everything() {
        return position()
                .setTimeMs(clock.millis())
                .setResync(Resync.newBuilder().setHost(report()).addAllVms(machine.reports()))
                .build();
    }

    /** It restarts a VM that HA gave it. */
    public void haStarts(io.atoll.model.VmId vm, long epoch) {
        machine.haStarts(vm, epoch);
    }

    /** It has begun with that, and says so. */
    public void haIsStarting(io.atoll.model.VmId vm, long epoch) {
        machine.haIsStarting(vm, epoch);
    }

    /** The host's VMs change behind everybody's back. */
    public void guestEnds(io.atoll.model.VmId vm, String state, String cause) {
        machine.guestEnds(vm, state, cause);
    }

    HostReport report() {
        var report = HostReport.newBuilder()
                .setHostId(identity.id().toString())
                .setAgentVersion("test")
                .setHostname(identity.name())
                .setBootId(bootId)
                .setQemuVersion("7.2.0")
                .setAccelerator("tcg")
                .setAcceleratorReason("a test")
                .setCpuCount(16)
                .setCpuModel("scripted")
                .addAllCpuFeatures(List.of("cmov", "cx8", "fpu", "fxsr", "lm", "mmx", "nx", "sse", "sse2", "syscall"))
                .setMemoryMib(64 * 1024)
                .setNetworkMode("user")
                .setClockMs(clock.millis())
                .setMigrationAddress("127.0.0.1")
                .addAllPools(machine.poolReports());
        return retouch.apply(report.build());
    }

    void watch(WatchStream stream) {
        var play = watchScript;
        if (play != null) {
            calls.execute(() -> play.accept(stream));
            return;
        }
        synchronized (this) {
            watchers.add(stream);
            stream.send(everything());
        }
    }

    void unwatch(WatchStream stream) {
        watchers.remove(stream);
    }

    /** False when a newer leader was here. */
    synchronized boolean admits(long leaderEpoch) {
        if (leaderEpoch < highestLeaderEpoch) {
            return false;
        }
        highestLeaderEpoch = leaderEpoch;
        return true;
    }

    private synchronized void vmChanged(VmReport report) {
        says(HostUpdate.newBuilder().setVmChanged(report));
    }

    synchronized void beat() {
        if (heartBeats) {
            saysRaw(position()
                    .setSamples(Samples.newBuilder()
                            .setTimeMs(clock.millis())
                            .setHost(io.atoll.agent.v1.HostSample.newBuilder()
                                    .setMemoryFreeMib(1_024)
                                    .setCpuUsedMillicores(100)))
                    .build());
        }
    }

    List<WatchStream> watchers() {
        return new ArrayList<>(watchers);
    }

    @Override
    public void close() {
        heart.shutdownNow();
        dies();
        calls.shutdownNow();
    }
}
