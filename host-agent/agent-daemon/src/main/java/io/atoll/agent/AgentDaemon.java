package io.atoll.agent;

import io.atoll.agent.coordination.Coordination;
import io.atoll.agent.ha.HaAgent;
import io.atoll.agent.ha.OwnFacts;
import io.atoll.agent.hook.HookFolder;
import io.atoll.agent.hook.LastingRuns;
import io.atoll.agent.host.HaStanding;
import io.atoll.agent.host.HostCounters;
import io.atoll.agent.host.HostDisks;
import io.atoll.agent.host.HostFacts;
import io.atoll.agent.host.HostInspector;
import io.atoll.agent.host.HostLimits;
import io.atoll.agent.host.HostShutdown;
import io.atoll.agent.host.KernelFiles;
import io.atoll.agent.host.SelfChecks;
import io.atoll.agent.identity.AgentIdentity;
import io.atoll.agent.identity.NetworkMode;
import io.atoll.agent.identity.StateDirectory;
import io.atoll.agent.network.BridgeNetworks;
import io.atoll.agent.network.HostNetworks;
import io.atoll.agent.network.NetworkChoice;
import io.atoll.agent.network.NetworkRecord;
import io.atoll.agent.network.PortRecords;
import io.atoll.agent.network.UserNetworks;
import io.atoll.agent.operation.LeaderEpochs;
import io.atoll.agent.operation.OperationJournal;
import io.atoll.agent.operation.OperationRegistry;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.agent.process.CommandRunner;
import io.atoll.agent.server.AgentServer;
import io.atoll.agent.server.AgentServices;
import io.atoll.agent.server.FailureTranslator;
import io.atoll.agent.server.LiveTrust;
import io.atoll.agent.server.StoredSpecs;
import io.atoll.agent.server.TrustCalls;
import io.atoll.agent.vm.Arrivals;
import io.atoll.agent.vm.GuestInquiry;
import io.atoll.agent.vm.GuestPorts;
import io.atoll.agent.vm.MigrationEndpoints;
import io.atoll.agent.vm.Sampler;
import io.atoll.agent.vm.StartGuard;
import io.atoll.agent.vm.VmCaretaker;
import io.atoll.agent.vm.VmHost;
import io.atoll.agent.vm.VmLocks;
import io.atoll.agent.vm.VmMigrations;
import io.atoll.agent.vm.VmNews;
import io.atoll.agent.vm.VmPreparation;
import io.atoll.agent.vm.VmSnapshots;
import io.atoll.agent.watch.HostUpdate.Change;
import io.atoll.agent.watch.SampleBoard;
import io.atoll.agent.watch.UpdateLog;
import io.atoll.ha.zk.HostAnnouncement;
import io.atoll.ha.zk.ZookeeperTls;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.model.Mebibytes;
import io.atoll.model.NetworkId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running agent: takes over the VMs that run, then serves. Closing it lets go of everything and stops nothing.
 */
final class AgentDaemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentDaemon.class);
    private static final int OUTCOMES_REMEMBERED = 2_000;
    private static final int OPERATIONS_AT_ONCE = 256;
    private static final int NEWS_REMEMBERED = 4_096;
    private static final Duration TOOL_TIMEOUT = Duration.ofSeconds(10);
    private static final int OWNER_OF_HOOKS = 0;
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(15);

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Setup setup;
    private final AgentIdentity identity;
    private final KernelFiles kernel = new KernelFiles(Path.of("/proc"));
    private final HostLimits limits;
    private final UpdateLog log;
    private final SampleBoard samples = new SampleBoard();
    private volatile Supplier<HaStanding> standing =
            () -> HaStanding.impossible("The agent has not set up high availability yet.");
    private @Nullable HostFacts lastFacts;
    private int port;

    private AgentDaemon(Setup setup, AgentIdentity identity) {
        this.setup = setup;
        this.identity = identity;
        this.limits =
                HostLimits.of(identity.settings(), kernel, Runtime.getRuntime().availableProcessors());
        this.log = new UpdateLog(setup.streamId(), NEWS_REMEMBERED, setup.clock());
    }

    /**
     * What the agent is started with.
     *
     * @param controlGroup below which its VMs run, in a unified hierarchy; null: there is none, and no high availability
     * @param streamId names this run of it
     */
    record Setup(
            StateDirectory state,
            Path runDirectory,
            Path hookDirectory,
            Hypervisor hypervisor,
            @Nullable Path controlGroup,
            Clock clock,
            String version,
            String streamId) {}

    static AgentDaemon start(Setup setup) throws IOException {
        var identity = setup.state()
                .identity()
                .orElseThrow(() -> new IOException(
                        "This host is not enrolled (%s). Run atoll-agent enrol with the command the manager shows."
                                .formatted(setup.state().root())));
        var daemon = new AgentDaemon(setup, identity);
        try {
            daemon.open();
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    private void open() throws IOException {
        closeLater(AgentLock.take(setup.runDirectory()));
        var state = setup.state();
        var trust = trust();
        var leaders = LeaderEpochs.load(state.resolve("leader-epoch"));
        var journal = closeLater(OperationJournal.open(state.resolve("operations.journal"), OUTCOMES_REMEMBERED));
        var registry = new OperationRegistry(
                journal, leaders, setup.clock(), executor, OPERATIONS_AT_ONCE, new FailureTranslator());
        var pools = AttachedPools.load(state.resolve("pools.json"));
        var networkRecord = new NetworkRecord(state.resolve("networks.json"));
        var networks = networks(networkRecord);
        var inspector = inspector(networks.mode(), pools);
        var coordination = closeLater(coordinate(state));
        var highAvailability = new HighAvailability(identity, kernel, setup);
        var ground = highAvailability.prepare();
        if (ground != null) {
            closeLater(ground);
        }
        var guard = ground == null ? StartGuard.NONE : ground.guard();
        var vms = openVms(pools, networks, new Rights(coordination, guard), trust);
        if (ground == null) {
            standing = () -> HaStanding.impossible(
                    "This host cannot be highly available; its agent's log says why, and atoll-agent check.");
        } else {
            var ha = closeLater(highAvailability.start(
                    ground,
                    new HaAgent.Coordinates(
                            coordination.connection(),
                            pools::locations,
                            () -> capacity(networks),
                            setup.clock(),
                            executor),
                    new HaAgent.Vms(setup.hypervisor(), vms.host(), vms.specs())));
            standing = ha::standing;
        }
        refresh(inspector);
        var host = new AgentServices.Host(
                inspector,
                pools,
                networks,
                networkRecord,
                new HostShutdown(System.getenv(HostShutdown.VARIABLE)),
                programs(state),
                () -> executor.execute(() -> refresh(inspector)));
        var trustCalls = new TrustCalls(identity, state.certificates(), trust, setup.clock());
        var service = AgentServices.of(
                vms,
                host,
                new AgentServices.Operations(registry, leaders),
                new AgentServices.News(log, samples),
                trustCalls,
                executor);
        var server = closeLater(AgentServer.start(listenAddress(), trust, service));
        port = server.port();
        repeat(inspector, vms, coordination);
        LOG.info(
                "Agent serves host={} address={} port={} version={} vms={}",
                identity.hostId(),
                identity.settings().address(),
                port,
                setup.version(),
                setup.hypervisor().list().size());
    }

    private AgentServices.Programs programs(StateDirectory state) throws IOException {
        var runs = new LastingRuns(state.resolve("runs"));
        runs.tidy();
        return new AgentServices.Programs(new HookFolder(setup.hookDirectory(), OWNER_OF_HOOKS), runs);
    }

    private LiveTrust trust() throws IOException {
        try {
            return new LiveTrust(setup.state().certificates().load(setup.clock().instant()), setup.clock());
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The certificates in %s cannot be used: %s. Enrol again with --force."
                            .formatted(setup.state().certificates().current(), e.getMessage()),
                    e);
        }
    }

    private HostNetworks networks(NetworkRecord networkRecord) throws IOException {
        var known = networkRecord.read();
        var settings = identity.settings().network();
        return switch (NetworkChoice.of(settings, kernel)) {
            case USER -> new UserNetworks(known);
            case BRIDGE ->
                new BridgeNetworks(
                        identity.hostId(),
                        settings.bridge(),
                        settings.uplink(),
                        known,
                        new CommandRunner(TOOL_TIMEOUT));
        };
    }

    private HostInspector inspector(NetworkMode mode, AttachedPools pools) {
        var checks = new SelfChecks(kernel, setup.runDirectory(), mode, limits);
        var sources =
                new HostInspector.Sources(kernel, setup.hypervisor(), pools::states, () -> standing.get(), checks);
        return new HostInspector(identity, setup.version(), sources, limits, mode, setup.clock());
    }

    private Coordination coordinate(StateDirectory state) {
        var certificates = state.certificates();
        return Coordination.open(
                identity,
                new ZookeeperTls(certificates.identityFile(), certificates.authorityFile()),
                new HostAnnouncement(
                        identity.settings().address(),
                        identity.settings().port(),
                        setup.version(),
                        kernel.text("sys/kernel/random/boot_id")));
    }

    /** What a guest needs to run here: to be this host's, and a lease. */
    private record Rights(Coordination coordination, StartGuard guard) {
        VmHost.Checks checks() {
            return new VmHost.Checks(coordination, guard);
        }
    }

    /** Takes over what runs before anyone can ask for anything. */
    private AgentServices.Vms openVms(AttachedPools pools, HostNetworks networks, Rights rights, LiveTrust trust)
            throws IOException {
        var hypervisor = closeLater(setup.hypervisor());
        var locks = new VmLocks(LOCK_PATIENCE);
        var records = new PortRecords(setup.runDirectory().resolve("ports"), identity.hostId());
        var ports = new GuestPorts(identity.hostId(), networks, records);
        var preparation = new VmPreparation(hypervisor, pools, ports, limits.memory());
        var caretaker = new VmCaretaker(hypervisor, preparation, locks, setup.clock(), executor);
        caretaker.adopt();
        var news = new VmNews(log, caretaker::ended);
        closeLater(hypervisor.subscribe(news));
        var arrivals = closeLater(
                new Arrivals(hypervisor, preparation, rights.coordination(), rights.guard(), locks, executor));
        arrivals.begin();
        var endpoints = new MigrationEndpoints(
                InetAddress.ofLiteral(identity.settings().address()),
                setup.state().certificates().current(),
                identity.hostId(),
                trust.current().certificate().getSubjectX500Principal());
        var repeating = closeLater(new Repeating());
        var guests = new GuestInquiry(hypervisor, news);
        repeating.every(Duration.ofSeconds(5), "guest-inquiry", guests::poll);
        repeating.every(Duration.ofSeconds(30), "tidy", caretaker::tidy);
        repeating.every(Duration.ofSeconds(10), "deleted-vms", caretaker::forgetDeleted);
        var host = new VmHost(hypervisor, preparation, pools, rights.checks(), locks);
        return new AgentServices.Vms(
                hypervisor,
                host,
                new VmMigrations(hypervisor, preparation, endpoints, rights.checks(), locks),
                new VmSnapshots(hypervisor, host, pools, locks),
                news,
                new StoredSpecs(pools, trust, identity.installationId()));
    }

    /** What there is for highly available VMs: all but what others use already. */
    private OwnFacts.Capacity capacity(HostNetworks networks) {
        var others = setup.hypervisor().list().stream()
                .filter(vm -> vm.state().hasProcess() && !vm.definition().highlyAvailable())
                .mapToLong(vm -> vm.definition().hardware().memory().value())
                .sum();
        var ids = new TreeSet<NetworkId>();
        networks.networks().forEach(network -> ids.add(network.id()));
        return new OwnFacts.Capacity(
                new Mebibytes(Math.max(0, limits.memory().value() - others)),
                limits.cpuCount(),
                ids,
                networks.reachesOutside());
    }

    private void repeat(HostInspector inspector, AgentServices.Vms vms, Coordination coordination) {
        var settings = identity.settings().network();
        var uplink = settings.uplink() == null ? settings.bridge() : settings.uplink();
        var disks = new HostDisks(kernel, Path.of("/sys/block"));
        var counters = new HostCounters(kernel, disks, Runtime.getRuntime().availableProcessors(), uplink);
        var sampler = new Sampler(counters, vms.hypervisor(), setup.clock(), System::nanoTime);
        var repeating = closeLater(new Repeating());
        repeating.every(Duration.ofSeconds(2), "samples", () -> samples.publish(sampler.take()));
        repeating.every(Duration.ofSeconds(60), "host-facts", () -> refresh(inspector));
        repeating.every(Duration.ofSeconds(2), "ha-standing", () -> refreshStanding(inspector));
        repeating.every(Duration.ofSeconds(5), "status", () -> writeStatus(vms.hypervisor(), coordination.connected()));
        writeStatus(vms.hypervisor(), coordination.connected());
    }

    private void writeStatus(Hypervisor hypervisor, boolean zookeeperConnected) {
        var vms = hypervisor.list().stream()
                .map(vm -> new StatusFile.Vm(
                        vm.id().toString(), vm.definition().name(), vm.state().label(), vm.adopted()))
                .toList();
        var status = new StatusFile(
                ProcessHandle.current().pid(), port, setup.clock().millis(), zookeeperConnected, vms);
        try {
            status.write(setup.runDirectory());
        } catch (IOException e) {
            LOG.warn("The status file could not be written", e);
        }
    }

    /** Tells watchers when something about the host is different; that its clock goes on is nothing new. */
    private synchronized void refresh(HostInspector inspector) {
        var facts = inspector.inspect();
        if (lastFacts == null || !facts.sameButForClock(lastFacts)) {
            lastFacts = facts;
            log.append(new Change.HostChanged(facts));
        }
    }

    /** That the host's lease stands otherwise is told within seconds; everything else can wait for the minute. */
    private void refreshStanding(HostInspector inspector) {
        var now = standing.get();
        HostFacts told;
        synchronized (this) {
            told = lastFacts;
        }
        if (told == null || !told.ha().sameButForMargin(now)) {
            refresh(inspector);
        }
    }

    /** The address other hosts know this one by where it is a local one; else (behind a translation) all of them. */
    private InetSocketAddress listenAddress() throws IOException {
        var settings = identity.settings();
        var address = InetAddress.ofLiteral(settings.address());
        return NetworkInterface.getByInetAddress(address) == null
                ? new InetSocketAddress(settings.port())
                : new InetSocketAddress(address, settings.port());
    }

    private <T extends AutoCloseable> T closeLater(T part) {
        toClose.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            try {
                toClose.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the agent did not close", e);
            }
        }
        executor.shutdownNow();
    }
}
