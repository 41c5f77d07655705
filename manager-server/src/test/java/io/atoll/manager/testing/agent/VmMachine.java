package io.atoll.manager.testing.agent;

import io.atoll.agent.v1.AbortIncoming;
import io.atoll.agent.v1.ApplyDevices;
import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DeleteVm;
import io.atoll.agent.v1.DeleteVolume;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.GrowDisk;
import io.atoll.agent.v1.HookResult;
import io.atoll.agent.v1.IncomingReady;
import io.atoll.agent.v1.MigrateVm;
import io.atoll.agent.v1.MigrationResult;
import io.atoll.agent.v1.PoolReport;
import io.atoll.agent.v1.PrepareIncoming;
import io.atoll.agent.v1.RunRequest;
import io.atoll.agent.v1.SnapshotResult;
import io.atoll.agent.v1.StartVm;
import io.atoll.agent.v1.TakeSnapshot;
import io.atoll.agent.v1.VmReport;
import io.atoll.agent.v1.VmSpec;
import io.atoll.agent.v1.VolumeReport;
import io.atoll.model.HostId;
import io.atoll.model.VmId;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The VMs of one host, in memory, with the rules of the real agent: owner, epochs, states, at most one process. */
final class VmMachine {
    private static final long GIB = 1L << 30;

    private final HostId host;
    private final World world;
    private final Clock clock;
    private final Map<VmId, FakeVm> vms = new TreeMap<>();
    private final Map<VmId, FakeDevices.Plugged> plugged = new HashMap<>();
    private final Map<VmId, PrepareIncoming> awaited = new HashMap<>();
    private final Map<VmId, Long> since = new HashMap<>();
    private final Set<String> pools = new TreeSet<>();
    private Consumer<VmReport> onChange = _ -> {};

    VmMachine(HostId host, World world, Clock clock) {
        this.host = host;
        this.world = world;
        this.clock = clock;
        world.add(host, this);
    }

    synchronized void onChange(Consumer<VmReport> listener) {
        onChange = listener;
    }

    synchronized Optional<FakeVm> find(VmId vm) {
        return Optional.ofNullable(vms.get(vm));
    }

    synchronized List<VmReport> reports() {
        return vms.values().stream().map(this::report).toList();
    }

    synchronized List<PoolReport> poolReports() {
        return pools.stream().map(VmMachine::pool).toList();
    }

    /** Power is cut: every process is gone. */
    synchronized void powerCut() {
        vms.keySet().forEach(world.diskFiles()::close);
        vms.clear();
    }

    /** The agent starts a VM by itself, as the owner that HA made it. */
    void haStarts(VmId vm, long epoch) {
        requireOwner(vm, epoch);
        put(new FakeVm(vm, "restarted", epoch, "RUNNING", "", 256, 1));
    }

    /** The same, a moment before. */
    void haIsStarting(VmId vm, long epoch) {
        requireOwner(vm, epoch);
        put(new FakeVm(vm, "restarted", epoch, "STARTING", "", 256, 1));
    }

    /** A guest ends by itself. */
    void guestEnds(VmId vm, String state, String cause) {
        find(vm).ifPresent(known -> put(known.in(state, cause)));
    }

    /** Does what the request says; the answer is what the real agent answers. */
    Done carryOut(RunRequest request) {
        return switch (request.getOperationCase()) {
            case ATTACH_POOL -> attach(request.getAttachPool().getPoolId());
            case CREATE_VOLUME -> create(request.getCreateVolume());
            case DELETE_VM -> delete(request.getDeleteVm());
            case GROW_DISK -> grow(request.getGrowDisk());
            case APPLY_DEVICES -> apply(request.getApplyDevices());
            case DELETE_VOLUME -> deleteVolume(request.getDeleteVolume());
            case CREATE_IMAGES -> {
                world.diskFiles().create(request.getCreateImages());
                yield Done.getDefaultInstance();
            }
            case TAKE_SNAPSHOT -> take(request.getTakeSnapshot());
            case SURVEY_IMAGES ->
                Done.newBuilder()
                        .setImages(world.diskFiles().survey(request.getSurveyImages()))
                        .build();
            case MERGE_IMAGES -> {
                world.diskFiles().merge(request.getMergeImages());
                yield Done.getDefaultInstance();
            }
            case DELETE_DISK_IMAGE -> {
                world.diskFiles().delete(request.getDeleteDiskImage());
                yield Done.getDefaultInstance();
            }
            case START_VM -> start(request.getStartVm());
            case SHUTDOWN_VM ->
                end(request.getShutdownVm().getVmId(), request.getShutdownVm().getEpoch(), "guest-shutdown");
            case STOP_VM ->
                end(request.getStopVm().getVmId(), request.getStopVm().getEpoch(), "host-stop");
            case RESET_VM ->
                set(request.getResetVm().getVmId(), request.getResetVm().getEpoch(), "RUNNING");
            case PAUSE_VM ->
                set(request.getPauseVm().getVmId(), request.getPauseVm().getEpoch(), "PAUSED");
            case RESUME_VM ->
                set(request.getResumeVm().getVmId(), request.getResumeVm().getEpoch(), "RUNNING");
            case PREPARE_INCOMING -> prepare(request.getPrepareIncoming());
            case MIGRATE_VM -> migrate(request.getMigrateVm());
            case ABORT_INCOMING -> abort(request.getAbortIncoming());
            case IMPORT_IMAGE -> {
                var image = request.getImportImage();
                world.addImage(image.getImageId());
                yield Done.newBuilder()
                        .setImage(io.atoll.agent.v1.ImageWritten.newBuilder().setVirtualSizeBytes(GIB))
                        .build();
            }
            case DELETE_IMAGE -> {
                world.removeImage(request.getDeleteImage().getImageId());
                yield Done.getDefaultInstance();
            }
            case DETACH_POOL, APPLY_NETWORKS, WRITE_SPEC, SHUT_DOWN_HOST, APPLY_VM_SHARES -> Done.getDefaultInstance();
            case RUN_HOOK ->
                Done.newBuilder()
                        .setHook(HookResult.newBuilder()
                                .addOutputLines("all is well")
                                .setDurationMs(7))
                        .build();
            case OPERATION_NOT_SET -> throw new RefusedByAgent("VALIDATION_FAILED", "No operation.");
        };
    }

    private synchronized Done attach(String pool) {
        pools.add(pool);
        return Done.newBuilder().setPool(pool(pool)).build();
    }

    private static PoolReport pool(String pool) {
        return PoolReport.newBuilder()
                .setPoolId(pool)
                .setPath("/srv/" + pool)
                .setReachable(true)
                .setDirectIo(true)
                .setCapacityBytes(1_000 * GIB)
                .setUsedBytes(10 * GIB)
                .build();
    }

    private Done create(CreateVolume request) {
        world.addFolder(VmId.parse(request.getVmId()));
        world.devices().create(request);
        world.diskFiles().createFirst(VmId.parse(request.getVmId()), request.getDiskIndex());
        return Done.newBuilder()
                .setVolume(VolumeReport.newBuilder().setVirtualSizeBytes(request.getSizeBytes()))
                .build();
    }

    private Done delete(DeleteVm request) {
        var vm = VmId.parse(request.getVmId());
        if (!world.processesOf(vm).isEmpty()) {
            throw new RefusedByAgent("DISK_IN_USE", "VM %s runs on %s.".formatted(vm, world.processesOf(vm)));
        }
        world.removeFolder(vm);
        synchronized (this) {
            vms.remove(vm);
        }
        return Done.getDefaultInstance();
    }

    private Done grow(GrowDisk request) {
        find(VmId.parse(request.getVmId())).ifPresent(known -> requireCurrent(known, request.getEpoch()));
        world.devices().grow(request);
        return Done.getDefaultInstance();
    }

    private Done apply(ApplyDevices request) {
        var vm = require(request.getSpec().getVmId(), request.getEpoch());
        if (!vm.hasGuest()) {
            throw new RefusedByAgent("VM_WRONG_STATE", "VM %s is %s here.".formatted(vm.id(), vm.state()));
        }
        world.devices().requireFiles(request.getSpec());
        plug(request.getSpec());
        world.diskFiles().open(request.getSpec());
        return vm(vm);
    }

    private Done take(TakeSnapshot request) {
        var vm = require(request.getSpec().getVmId(), request.getEpoch());
        if (!vm.hasGuest()) {
            throw new RefusedByAgent("VM_WRONG_STATE", "VM %s is %s here.".formatted(vm.id(), vm.state()));
        }
        world.diskFiles().open(request.getSpec());
        return Done.newBuilder()
                .setSnapshot(SnapshotResult.newBuilder()
                        .setQuiesced(!request.getQuiesce().equals("NONE"))
                        .setStandstillMs(3))
                .build();
    }

    private Done deleteVolume(DeleteVolume request) {
        var vm = VmId.parse(request.getVmId());
        if (find(vm).filter(FakeVm::hasProcess).isPresent()
                && plugged(vm).disks().contains(request.getDiskIndex())) {
            throw new RefusedByAgent("DISK_IN_USE", "VM %s has disk %d.".formatted(vm, request.getDiskIndex()));
        }
        world.devices().delete(request);
        return Done.getDefaultInstance();
    }

    private synchronized void plug(VmSpec spec) {
        plugged.put(VmId.parse(spec.getVmId()), FakeDevices.Plugged.of(spec));
    }

    /** What the guest here has. */
    synchronized FakeDevices.Plugged plugged(VmId vm) {
        return plugged.getOrDefault(vm, new FakeDevices.Plugged(Set.of(), Set.of(), Map.of()));
    }

    private Done start(StartVm request) {
        var vm = VmId.parse(request.getSpec().getVmId());
        requireOwner(vm, request.getEpoch());
        if (!world.folders().contains(vm)) {
            throw new RefusedByAgent("DISK_NOT_FOUND", "VM %s has no disk.".formatted(vm));
        }
        var there = find(vm).filter(FakeVm::hasProcess);
        if (there.isPresent()) {
            requireCurrent(there.get(), request.getEpoch());
        }
        world.devices().requireFiles(request.getSpec());
        plug(request.getSpec());
        world.diskFiles().open(request.getSpec());
        return vm(put(made(request.getSpec(), request.getEpoch(), "RUNNING")));
    }

    private void requireOwner(VmId vm, long epoch) {
        var owned = world.owner(vm)
                .filter(owner -> owner.isOwnedBy(host) && owner.epoch().value() == epoch)
                .isPresent();
        if (!owned) {
            throw new RefusedByAgent("VM_NOT_OWNED", "VM %s is not owned here with epoch %d.".formatted(vm, epoch));
        }
    }

    private Done end(String id, long epoch, String cause) {
        var vm = require(id, epoch);
        world.diskFiles().close(vm.id());
        return vm(put(vm.in("STOPPED", cause)));
    }

    private Done set(String id, long epoch, String state) {
        var vm = require(id, epoch);
        if (!vm.hasGuest()) {
            throw new RefusedByAgent("VM_WRONG_STATE", "VM %s is %s here.".formatted(id, vm.state()));
        }
        return vm(put(vm.in(state, "")));
    }

    private Done prepare(PrepareIncoming request) {
        var vm = VmId.parse(request.getSpec().getVmId());
        var there = find(vm);
        if (there.filter(FakeVm::hasGuest).isPresent()) {
            throw new RefusedByAgent("VM_WRONG_STATE", "VM %s runs here.".formatted(vm));
        }
        there.ifPresent(known -> requireCurrent(known, request.getEpoch()));
        plug(request.getSpec());
        world.diskFiles().open(request.getSpec()); // refused where a file is not there
        awaited.put(vm, request);
        put(made(request.getSpec(), request.getEpoch(), "INCOMING"));
        return Done.newBuilder()
                .setIncoming(IncomingReady.newBuilder()
                        .setAddress("127.0.0.1")
                        .setPort(49_152)
                        .setDeviceLayout(request.getSourceDeviceLayout()))
                .build();
    }

    private Done migrate(MigrateVm request) {
        var vm = require(request.getVmId(), request.getEpoch());
        if (!vm.stopCause().equals("migrated-away")) {
            var target = world.machine(HostId.parse(request.getTargetHostId())).orElseThrow();
            target.receive(vm.id(), plugged(vm.id()));
            put(vm.in("STOPPED", "migrated-away"));
            target.continueGuest(vm.id());
        }
        return Done.newBuilder()
                .setMigration(MigrationResult.newBuilder()
                        .setTotalMs(1_200)
                        .setDowntimeMs(40)
                        .setSetupMs(10)
                        .setTransferredBytes(GIB)
                        .setMemoryPasses(2))
                .build();
    }

    /** The source sends; refused where nobody waits, or with other devices. */
    private void receive(VmId vm, FakeDevices.Plugged devices) {
        if (find(vm).filter(known -> known.state().equals("INCOMING")).isEmpty()) {
            throw new RefusedByAgent("MIGRATION_FAILED", "Nobody waits for VM %s on %s.".formatted(vm, host));
        }
        if (!devices.equals(plugged(vm))) {
            throw new RefusedByAgent(
                    "MIGRATION_FAILED", "The guest has %s, its target %s.".formatted(devices, plugged(vm)));
        }
        var layout = awaited(vm).getSourceDeviceLayout();
        if (layout != FakeVm.DEVICE_LAYOUT) {
            throw new RefusedByAgent("MIGRATION_FAILED", "The target has its devices in layout %d.".formatted(layout));
        }
    }

    private PrepareIncoming awaited(VmId vm) {
        return awaited.getOrDefault(vm, PrepareIncoming.getDefaultInstance());
    }

    private void continueGuest(VmId vm) {
        find(vm).ifPresent(waiting -> put(waiting.in(awaited(vm).getPaused() ? "PAUSED" : "RUNNING", "")));
    }

    private Done abort(AbortIncoming request) {
        var vm = require(request.getVmId(), request.getEpoch());
        if (vm.hasGuest()) {
            throw new RefusedByAgent("VM_WRONG_STATE", "VM %s is %s here.".formatted(vm.id(), vm.state()));
        }
        var ended = put(vm.in("STOPPED", ""));
        synchronized (this) {
            vms.remove(vm.id());
        }
        return vm(ended);
    }

    private FakeVm require(String id, long epoch) {
        var vm = find(VmId.parse(id))
                .orElseThrow(() -> new RefusedByAgent("VM_NOT_FOUND", "VM %s is not on this host.".formatted(id)));
        requireCurrent(vm, epoch);
        return vm;
    }

    private static void requireCurrent(FakeVm vm, long epoch) {
        if (epoch < vm.epoch()) {
            throw new RefusedByAgent(
                    "STALE_EPOCH", "The command is for epoch %d, here it has epoch %d.".formatted(epoch, vm.epoch()));
        }
    }

    private static FakeVm made(VmSpec spec, long epoch, String state) {
        return new FakeVm(
                VmId.parse(spec.getVmId()), spec.getName(), epoch, state, "", spec.getMemoryMib(), spec.getVcpuCount());
    }

    private FakeVm put(FakeVm vm) {
        Consumer<VmReport> listener;
        synchronized (this) {
            vms.put(vm.id(), vm);
            since.put(vm.id(), clock.millis());
            listener = onChange;
        }
        if (vm.hasGuest()) {
            world.guestRuns(vm.id(), host, vm.epoch());
        }
        listener.accept(report(vm));
        return vm;
    }

    private Done vm(FakeVm vm) {
        return Done.newBuilder().setVm(report(vm)).build();
    }

    private synchronized VmReport report(FakeVm vm) {
        return vm.report(since.getOrDefault(vm.id(), 0L));
    }
}
