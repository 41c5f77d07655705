package io.atoll.hypervisor.qemu;

import io.atoll.hypervisor.api.DeviceChanges;
import io.atoll.hypervisor.api.DiskSnapshots;
import io.atoll.hypervisor.api.GuestFacts;
import io.atoll.hypervisor.api.GuestInterface;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.hypervisor.api.HypervisorErrorCode;
import io.atoll.hypervisor.api.HypervisorException;
import io.atoll.hypervisor.api.HypervisorFacts;
import io.atoll.hypervisor.api.IncomingEndpoint;
import io.atoll.hypervisor.api.IncomingRequest;
import io.atoll.hypervisor.api.KeysPressed;
import io.atoll.hypervisor.api.Keystrokes;
import io.atoll.hypervisor.api.MigrationListener;
import io.atoll.hypervisor.api.MigrationRequest;
import io.atoll.hypervisor.api.MigrationResult;
import io.atoll.hypervisor.api.ResourceControl;
import io.atoll.hypervisor.api.ScreenPicture;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.hypervisor.api.VmListener;
import io.atoll.hypervisor.api.VmSample;
import io.atoll.hypervisor.api.VmShare;
import io.atoll.hypervisor.api.VmStatus;
import io.atoll.hypervisor.qemu.VmRecord.Phase;
import io.atoll.hypervisor.vm.StopCause;
import io.atoll.hypervisor.vm.VmState;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The VMs of this host as QEMU processes. */
public final class QemuHypervisor implements Hypervisor {

    private static final Logger LOG = LoggerFactory.getLogger(QemuHypervisor.class);
    private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofSeconds(2);

    private final QemuProbe probe;
    private final QemuHost host;
    private final ConcurrentSkipListMap<VmId, QemuVm> vms = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<VmId, GuestAgent> guestAgents = new ConcurrentSkipListMap<>();
    private final Thread housekeeper;

    public QemuHypervisor(QemuSettings settings, InstantSource clock) {
        this.probe = new QemuProbe(settings);
        this.host = new QemuHost(
                settings,
                clock,
                new Announcer(),
                () -> probe.accelerator().accelerator(),
                bootId(),
                new VmGroups(settings.controlGroup()));
        this.housekeeper = Thread.ofVirtual().name("vm-housekeeping").start(this::keepHouse);
    }

    @Override
    public HypervisorFacts facts() {
        return probe.facts(host.groups().facts());
    }

    @Override
    public ResourceControl applyShares(SortedMap<VmId, VmShare> shares) {
        return host.groups().shares().apply(shares);
    }

    @Override
    public List<VmStatus> adopt() {
        var folder = host.settings().stateDirectory();
        if (Files.isDirectory(folder)) {
            // side by side: one process that hangs must not delay the others' adoption
            try (var workers = Executors.newVirtualThreadPerTaskExecutor();
                    var entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
                entries.forEach(entry -> workers.execute(() -> adopt(entry)));
            } catch (IOException e) {
                throw new HypervisorException(
                        HypervisorErrorCode.HYPERVISOR_FAILED,
                        "The state directory %s cannot be read: %s.".formatted(folder, e.getMessage()),
                        e,
                        "Check the rights of the agent's state directory.");
            }
        }
        return list();
    }

    private void adopt(Path folder) {
        try {
            var id = VmId.parse(folder.getFileName().toString());
            new VmFolder(folder).removeScreenDump(); // of a run that was killed at it
            var record = VmRecordFile.read(new VmFolder(folder).record());
            if (!record.definition().id().equals(id)) {
                throw new IOException("%s holds the record of VM %s."
                        .formatted(folder, record.definition().id()));
            }
            var vm = new QemuVm(record, new VmState.Stopped(StopCause.NOT_STARTED), host);
            vms.put(id, vm);
            vm.adopt();
        } catch (IOException | RuntimeException e) {
            LOG.error("state folder not understood and left alone folder={}", folder, e);
        }
    }

    @Override
    public List<VmStatus> list() {
        return vms.values().stream().map(QemuVm::status).toList();
    }

    @Override
    public Optional<VmStatus> find(VmId vm) {
        return Optional.ofNullable(vms.get(vm)).map(QemuVm::status);
    }

    @Override
    public VmStatus start(VmDefinition definition, VmEpoch epoch, StartMode mode) {
        return begin(definition, epoch, vm -> vm.start(definition, epoch, mode) ? vm.status() : null);
    }

    @Override
    public IncomingEndpoint prepareIncoming(VmDefinition definition, VmEpoch epoch, IncomingRequest request) {
        return begin(definition, epoch, vm -> vm.prepareIncoming(definition, epoch, request));
    }

    /** Runs {@code action} on the VM, which is made known if need be; again when it was deleted in the meantime. */
    private <T> T begin(VmDefinition definition, VmEpoch epoch, Function<QemuVm, @Nullable T> action) {
        while (true) {
            var vm = vms.computeIfAbsent(definition.id(), _ -> unknown(definition, epoch));
            try {
                var result = action.apply(vm);
                if (result != null) {
                    return result;
                }
            } finally {
                if (vm.isForgotten()) {
                    vms.remove(definition.id(), vm);
                }
            }
        }
    }

    private QemuVm unknown(VmDefinition definition, VmEpoch epoch) {
        var phase = new Phase.Ended(StopCause.NOT_STARTED, null);
        var record = new VmRecord(definition, epoch, host.bootId(), null, phase);
        return new QemuVm(record, new VmState.Stopped(StopCause.NOT_STARTED), host);
    }

    @Override
    public VmStatus pause(VmId vm) {
        return get(vm).pause();
    }

    @Override
    public VmStatus resume(VmId vm) {
        return get(vm).resume();
    }

    @Override
    public VmStatus shutdown(VmId vm, Duration deadline, CompletableFuture<?> givenUp) {
        return get(vm).shutdown(deadline, givenUp);
    }

    @Override
    public VmStatus stop(VmId vm) {
        return get(vm).stop(StopCause.HOST_STOP);
    }

    @Override
    public VmStatus letGo(VmId vm) {
        return get(vm).stop(StopCause.LET_GO);
    }

    @Override
    public VmStatus reset(VmId vm) {
        return get(vm).reset();
    }

    @Override
    public void delete(VmId vm) {
        var known = get(vm);
        known.delete();
        vms.remove(vm, known);
    }

    @Override
    public VmStatus recordEpoch(VmId vm, VmEpoch epoch) {
        return get(vm).recordEpoch(epoch);
    }

    @Override
    public VmStatus setHighlyAvailable(VmId vm, boolean wanted) {
        return get(vm).setHighlyAvailable(wanted);
    }

    @Override
    public VmStatus awaitIncoming(VmId vm, Duration deadline) {
        return get(vm).awaitIncoming(deadline);
    }

    @Override
    public VmStatus admit(VmId vm) {
        return get(vm).admit();
    }

    @Override
    public VmStatus abortIncoming(VmId vm) {
        return get(vm).abortIncoming();
    }

    @Override
    public MigrationResult migrate(VmId vm, MigrationRequest request, MigrationListener listener) {
        return get(vm).migrate(request, listener);
    }

    @Override
    public MigrationResult rejoinMigration(VmId vm, MigrationListener listener) {
        return get(vm).rejoinMigration(listener);
    }

    @Override
    public void cancelMigration(VmId vm) {
        get(vm).cancelMigration();
    }

    @Override
    public DeviceChanges devices() {
        return new QemuDevices(this::get);
    }

    @Override
    public DiskSnapshots snapshots() {
        return new QemuSnapshots(this::get, this::guestAgent);
    }

    @Override
    public Path vncSocket(VmId vm) {
        return get(vm).folder().vncSocket();
    }

    @Override
    public Path serialSocket(VmId vm) {
        return get(vm).folder().serialSocket();
    }

    @Override
    public Path serialLog(VmId vm) {
        return get(vm).folder().serialLog();
    }

    @Override
    public VmSample sample(VmId vm) {
        var known = get(vm);
        return known.liveRun("sample")
                .sampler()
                .sample(known.status(), host.clock().instant());
    }

    @Override
    public ScreenPicture screenshot(VmId vm) {
        return screen(vm).take(vm);
    }

    Screen screen(VmId vm) {
        return get(vm).liveRun("a screenshot").screen();
    }

    @Override
    public KeysPressed type(VmId vm, Keystrokes keystrokes, CompletableFuture<?> givenUp) {
        return get(vm).liveRun("pressing keys").keyboard().press(vm, keystrokes, givenUp);
    }

    @Override
    public boolean pingGuestAgent(VmId vm, Duration deadline) {
        return guestAgent(vm).ping(deadline);
    }

    @Override
    public List<GuestInterface> guestInterfaces(VmId vm, Duration deadline) {
        return guestAgent(vm).interfaces(deadline);
    }

    @Override
    public GuestFacts guestFacts(VmId vm, Duration deadline) {
        return guestAgent(vm).facts(deadline);
    }

    @Override
    public Subscription subscribe(VmListener listener) {
        return host.announcer().subscribe(listener);
    }

    @Override
    public void close() {
        housekeeper.interrupt();
        vms.values().forEach(QemuVm::letGo);
        host.announcer().close();
    }

    QemuVm get(VmId vm) {
        var known = vms.get(vm);
        if (known == null) {
            throw HypervisorException.notFound(vm);
        }
        return known;
    }

    private GuestAgent guestAgent(VmId vm) {
        var known = get(vm);
        known.liveRun("asking the guest agent");
        return guestAgents.computeIfAbsent(
                vm, id -> new GuestAgent(id, known.folder().guestAgentSocket()));
    }

    private void keepHouse() {
        var trimmer = new LogTrimmer(host.settings().logLimitBytes());
        try {
            while (true) {
                Thread.sleep(HOUSEKEEPING_INTERVAL);
                guestAgents.keySet().retainAll(vms.keySet());
                host.groups().sweep();
                for (var vm : vms.values()) {
                    trim(trimmer, vm.folder().serialLog());
                    trim(trimmer, vm.folder().qemuLog());
                }
            }
        } catch (InterruptedException e) {
            LOG.trace("housekeeping ends", e);
        }
    }

    private static void trim(LogTrimmer trimmer, Path log) {
        try {
            trimmer.trim(log);
        } catch (IOException e) {
            LOG.warn("log not cut back log={}", log, e);
        }
    }

    private static String bootId() {
        try {
            return ProcFs.bootId();
        } catch (IOException e) {
            throw new HypervisorException(
                    HypervisorErrorCode.HYPERVISOR_UNAVAILABLE,
                    "The kernel's boot id cannot be read: %s.".formatted(e.getMessage()),
                    e,
                    "The agent needs Linux with /proc mounted.");
        }
    }
}
