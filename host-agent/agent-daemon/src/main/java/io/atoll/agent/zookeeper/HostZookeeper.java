package io.atoll.agent.zookeeper;

import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.AtomicFiles;
import io.atoll.agent.identity.Peer;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.ha.zk.ZookeeperSettings;
import io.atoll.ha.zk.server.EnsembleMember;
import io.atoll.ha.zk.server.EnsembleServer;
import io.atoll.ha.zk.server.EnsembleSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** This host's part in the installation's ZooKeeper ensemble. */
public final class HostZookeeper {
    private static final int LOOK_FOR_CERTIFICATES_EVERY_SECONDS = 2;

    private final StateDirectory state;
    private final AgentIdentity identity;
    private final EnsembleFile file;
    private final Clock clock;

    private HostZookeeper(StateDirectory state, AgentIdentity identity, Clock clock) {
        this.state = state;
        this.identity = identity;
        this.file = new EnsembleFile(state.resolve("zookeeper"));
        this.clock = clock;
    }

    /** Refuses where the host is no member of an installation. */
    public static HostZookeeper of(Path stateDirectory, Clock clock) throws IOException {
        var state = new StateDirectory(stateDirectory);
        var identity = state.identity()
                .orElseThrow(() -> new IOException(
                        "This host is not enrolled (%s). Run atoll-agent enrol with the command the manager shows."
                                .formatted(state.root())));
        return new HostZookeeper(state, identity, clock);
    }

    /**
     * Makes this host a server of the ensemble, to be run from now on.
     *
     * @param copied a copy of the data of the server that served so far, which has stopped; null: a new, empty ensemble
     */
    public EnsembleSettings prepare(List<EnsembleMember> members, int clientPort, @Nullable Path copied)
            throws IOException {
        if (file.read(identity.hostId()).isPresent()) {
            throw new IOException(
                    "This host runs a ZooKeeper server already. Its settings and data are in %s; remove that folder first if they are not needed."
                            .formatted(state.resolve("zookeeper")));
        }
        var settings = new EnsembleSettings(identity.hostId(), members, clientPort, file.data());
        AtomicFiles.createPrivateFolder(state.resolve("zookeeper"));
        AtomicFiles.createPrivateFolder(file.data());
        if (copied != null) {
            takeData(copied);
        }
        file.write(settings); // last: what was interrupted before is no server yet
        return settings;
    }

    /** Snapshots and logs only: each server finds out by itself which epoch they are of. */
    private void takeData(Path copied) throws IOException {
        var source = copied.resolve("version-2");
        if (!Files.isDirectory(source)) {
            throw new IOException("%s is no data folder of ZooKeeper: it has no version-2.".formatted(copied));
        }
        List<Path> files;
        try (var entries = Files.list(source)) {
            files = entries.filter(HostZookeeper::isData).sorted().collect(Collectors.toList());
        }
        if (files.isEmpty()) {
            throw new IOException("%s holds neither snapshots nor logs.".formatted(source));
        }
        var target = file.data().resolve("version-2");
        AtomicFiles.createPrivateFolder(target);
        for (var each : files) {
            var copy = target.resolve(each.getFileName().toString());
            AtomicFiles.write(copy, Files.readAllBytes(each));
        }
        try (var folder = FileChannel.open(file.data(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static boolean isData(Path path) {
        var name = path.getFileName().toString();
        return name.startsWith("snapshot.") || name.startsWith("log.");
    }

    /** Serves until the process is told to end; returns the exit code. */
    public int run() throws IOException {
        var settings = file.read(identity.hostId())
                .orElseThrow(() ->
                        new IOException("This host runs no ZooKeeper server. Run atoll-agent zookeeper init first."));
        var trust = StoredTrust.load(state.certificates(), clock);
        var hosts = settings.members().stream()
                .map(member -> member.host().toString())
                .toList();
        var server = EnsembleServer.of(
                settings,
                new EnsembleServer.Tls(
                        UUID.fromString(identity.installationId()),
                        trust.keyManager(),
                        trust.trustManager("a host or manager", _ -> true),
                        trust.trustManager(
                                "one of the ensemble's hosts",
                                peer -> peer instanceof Peer.Host(var id) && hosts.contains(id))));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        try (var thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("atoll-certificates").factory())) {
            var _ = thread.scheduleWithFixedDelay(
                    () -> {
                        if (trust.refresh()) {
                            server.closeConnections(trust::accepts);
                        }
                    },
                    LOOK_FOR_CERTIFICATES_EVERY_SECONDS,
                    LOOK_FOR_CERTIFICATES_EVERY_SECONDS,
                    TimeUnit.SECONDS);
            server.run();
            thread.shutdownNow();
        }
        return 1; // told to end, the process never gets here
    }

    /** Lets this host's agent use another ZooKeeper from its next start on. */
    public void use(String connect) throws IOException {
        var checked = ZookeeperSettings.of(connect, UUID.fromString(identity.installationId()), null);
        state.writeIdentity(new AgentIdentity(
                identity.hostId(),
                identity.installationId(),
                identity.clusterId(),
                identity.managerUrl(),
                checked.connect(),
                identity.settings()));
    }
}
