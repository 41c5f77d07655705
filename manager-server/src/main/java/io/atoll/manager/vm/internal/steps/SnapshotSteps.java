package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.CreateImages;
import io.atoll.agent.v1.DeleteDiskImage;
import io.atoll.agent.v1.NewImage;
import io.atoll.agent.v1.TakeSnapshot;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.internal.Disk;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.DiskOf;
import io.atoll.manager.vm.internal.snapshot.SnapshotRecord.Quiesced;
import io.atoll.manager.vm.internal.snapshot.SnapshotStore;
import io.atoll.manager.vm.internal.steps.VmTaskKind.Names;
import io.atoll.model.CpuBaseline;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Snapshots that are taken and gone back to. New files of the disks are made first, empty, on what is to be kept; then the VM is
 * written down as written to there, which is right whether a guest does so already or not; and only then it does. Every step can be
 * called again by another manager.
 */
final class SnapshotSteps {
    /** The snapshot was taken, whatever else failed: it stays. */
    private static final String STAYS = "snapshotStays";

    private static final String REVERTED = "reverted";

    private SnapshotSteps() {}

    private static UUID id(StepContext context) {
        return UUID.fromString(VmTaskParams.snapshot(context).id());
    }

    private static SnapshotRecord record(Workshop shop, SnapshotStore snapshots, StepContext context) {
        return shop.transact(
                context,
                () -> snapshots
                        .find(VmTaskParams.vm(context), id(context))
                        .orElseThrow(
                                () -> new AtollException(ErrorCode.VM_SNAPSHOT_NOT_FOUND, "The snapshot is gone.")));
    }

    /** Makes the files that the disks will be written to, each on the one the snapshot has of it. */
    private static StepOutcome createImages(Workshop shop, StepContext context, VmRecord vm, List<DiskOf> disks) {
        var host = DeviceSteps.host(shop, vm);
        if (host.isEmpty()) {
            return DeviceSteps.nobody();
        }
        var request = CreateImages.newBuilder().setVmId(vm.id().toString()).setEpoch(DeviceSteps.epoch(vm));
        var present = disks(shop, vm);
        for (var disk : disks) {
            if (present.containsKey(disk.index())) {
                request.addImages(NewImage.newBuilder()
                        .setPoolId(present.get(disk.index()).poolId().toString())
                        .setDiskIndex(disk.index())
                        .setImageId(VmTaskParams.snapshot(context).imageId())
                        .setBaseImageId(disk.image()));
            }
        }
        return AgentAnswers.toStep(
                shop.run(context, host.get(), ":" + host.get(), run -> run.setCreateImages(request)));
    }

    private static StepOutcome deleteImages(Workshop shop, StepContext context, VmRecord vm, List<DiskOf> disks) {
        var host = DeviceSteps.host(shop, vm);
        if (host.isEmpty()) {
            return DeviceSteps.nobody();
        }
        for (var disk : disks) {
            var request = DeleteDiskImage.newBuilder()
                    .setVmId(vm.id().toString())
                    .setEpoch(DeviceSteps.epoch(vm))
                    .setPoolId(vm.spec().poolId().toString())
                    .setDiskIndex(disk.index())
                    .setImageId(VmTaskParams.snapshot(context).imageId());
            var outcome = shop.run(
                    context,
                    host.get(),
                    ":delete" + disk.index() + ":" + host.get(),
                    run -> run.setDeleteDiskImage(request));
            if (!(outcome instanceof AgentOutcome.Completed)) {
                return AgentAnswers.toStep(outcome);
            }
        }
        return StepOutcome.done();
    }

    private static Map<Integer, Disk> disks(Workshop shop, VmRecord vm) {
        return shop.books().specs().devices().disks(vm.id()).stream()
                .collect(Collectors.toMap(Disk::index, Function.identity()));
    }

    /** The files are there before anybody is told to use them. */
    @Component
    static class CreateOverlays implements StepHandler {
        private final Workshop shop;
        private final SnapshotStore snapshots;

        CreateOverlays(Workshop shop, SnapshotStore snapshots) {
            this.shop = shop;
            this.snapshots = snapshots;
        }

        @Override
        public String name() {
            return Names.CREATE_IMAGES;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            context.result("snapshotId", id(context).toString());
            return createImages(
                    shop,
                    context,
                    shop.vm(context),
                    record(shop, snapshots, context).disks());
        }

        /** Of a snapshot that was not taken nothing is left. */
        @Override
        public StepOutcome undo(StepContext context) {
            if (context.recall(STAYS, Boolean.class).orElse(false)) {
                return StepOutcome.done();
            }
            var vm = shop.vm(context);
            if (isWrittenDown(context, vm)) {
                return stays(context, vm);
            }
            var disks = shop.transact(
                    context,
                    () -> snapshots
                            .find(vm.id(), id(context))
                            .map(SnapshotRecord::disks)
                            .orElse(List.of()));
            var deleted = deleteImages(shop, context, vm, disks);
            if (!(deleted instanceof StepOutcome.Unavailable)) {
                shop.transact(context, () -> {
                    snapshots.forget(vm.id(), id(context));
                    shop.books().changes().touch(vm.id());
                    return vm;
                });
            }
            return deleted;
        }

        /** Nobody could tell whether the guest writes to the new files, so the VM's disks are still these. */
        private boolean isWrittenDown(StepContext context, VmRecord vm) {
            var image = VmTaskParams.snapshot(context).imageId();
            return disks(shop, vm).values().stream()
                    .anyMatch(disk -> disk.imageId().equals(image));
        }

        /** As long as they are empty, they read as what they stand on: the snapshot is what the files beneath hold. */
        private StepOutcome stays(StepContext context, VmRecord vm) {
            return shop.transact(context, () -> {
                snapshots.ready(vm.id(), id(context), new Quiesced(false, "Nobody knows any more."));
                shop.books().changes().touch(vm.id());
                return StepOutcome.done();
            });
        }
    }

    /** From one moment on, all disks of a guest that runs are written to the new files. */
    @Component
    static class Take implements StepHandler {
        private final Workshop shop;
        private final SnapshotStore snapshots;
        private final SpecSealer sealer;
        private final DiskFiles files;

        Take(Workshop shop, SnapshotStore snapshots, SpecSealer sealer, DiskFiles files) {
            this.shop = shop;
            this.snapshots = snapshots;
            this.sealer = sealer;
            this.files = files;
        }

        @Override
        public String name() {
            return Names.TAKE_SNAPSHOT;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var snapshot = record(shop, snapshots, context);
            writeTo(context, snapshot, VmTaskParams.snapshot(context).imageId());
            var vm = shop.vm(context);
            var host = vm.status().host();
            if (host == null) {
                return taken(context, snapshot, new Quiesced(false, "The VM was off."));
            }
            var params = VmTaskParams.snapshot(context);
            var sealed = new Memory(context)
                    .sealed(() -> sealer.sealedSpec(shop, context, vm.status().epoch(), now -> {
                        var model = now.status().cpuModel();
                        return model == null ? shop.books().demands().baseline(now) : CpuBaseline.read(model);
                    }));
            var request = TakeSnapshot.newBuilder()
                    .setSpec(sealed.spec())
                    .setEpoch(DeviceSteps.epoch(vm))
                    .setSpecFile(sealed.file())
                    .setQuiesce(params.quiesce())
                    .setQuiesceSeconds(params.quiesceSeconds());
            var outcome = shop.run(context, host, run -> run.setTakeSnapshot(request));
            if (!(outcome instanceof AgentOutcome.Completed(var done))) {
                return AgentAnswers.toStep(outcome);
            }
            sealer.written(vm.id(), context.epoch(), sealed.generation(), sealed.file());
            context.result("standstillMs", done.getSnapshot().getStandstillMs());
            return taken(
                    context,
                    snapshot,
                    new Quiesced(
                            done.getSnapshot().getQuiesced(), done.getSnapshot().getDetail()));
        }

        private StepOutcome taken(StepContext context, SnapshotRecord snapshot, Quiesced quiesced) {
            context.result("quiesced", quiesced.done());
            context.result("quiesceDetail", quiesced.detail());
            return shop.transact(context, () -> {
                snapshots.ready(snapshot.vm(), snapshot.id(), quiesced);
                shop.books().changes().touch(snapshot.vm());
                return StepOutcome.done();
            });
        }

        /** Null puts back what it was. */
        private void writeTo(StepContext context, SnapshotRecord snapshot, @Nullable String image) {
            shop.transact(context, () -> {
                var changed = false;
                for (var disk : snapshot.disks()) {
                    changed |= snapshots.writeTo(
                            snapshot.vm(), disk.index(), image == null ? disk.image() : image, disk.sizeGiB());
                }
                if (changed) {
                    shop.books().changes().hasOtherDevices(snapshot.vm());
                }
                return changed;
            });
        }

        /**
         * Whether the guest writes to the new files is asked of who knows. Where no process is left to be asked it may have, and the
         * files stay: one that nothing was written to reads as what it stands on, and one that is thrown away takes with it what was.
         */
        @Override
        public StepOutcome undo(StepContext context) {
            var snapshot = record(shop, snapshots, context);
            var vm = shop.vm(context);
            if (vm.status().host() != null) {
                if (shop.takeover(context).isPresent()) {
                    context.remember(STAYS, true);
                    return taken(context, snapshot, new Quiesced(false, "Nobody knows any more."));
                }
                switch (files.look(context, vm)) {
                    case DiskFiles.Look.Seen(var _, var written) -> {
                        if (written.isEmpty()
                                || written.contains(
                                        VmTaskParams.snapshot(context).imageId())) {
                            context.remember(STAYS, true);
                            return taken(context, snapshot, new Quiesced(false, "Nobody knows any more."));
                        }
                    }
                    case DiskFiles.Look.Unseen(var why) -> {
                        return why;
                    }
                }
            }
            writeTo(context, snapshot, null);
            return files.keepSpec(context);
        }
    }

    /** Looks at the disks' files, for the figures. */
    @Component
    static class LookAtImages implements StepHandler {
        private final Workshop shop;
        private final DiskFiles files;

        LookAtImages(Workshop shop, DiskFiles files) {
            this.shop = shop;
            this.files = files;
        }

        @Override
        public String name() {
            return Names.LOOK_AT_IMAGES;
        }

        /** The snapshot is there, whether its figures are known or not. */
        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            if (files.look(context, vm) instanceof DiskFiles.Look.Seen(var trees, var _)) {
                files.figures(context, vm, trees);
            }
            return StepOutcome.done();
        }
    }

    /** The disks of a VM that is off are what they were: new files on those of the snapshot. */
    @Component
    static class RevertDisks implements StepHandler {
        private final Workshop shop;
        private final SnapshotStore snapshots;

        RevertDisks(Workshop shop, SnapshotStore snapshots) {
            this.shop = shop;
            this.snapshots = snapshots;
        }

        @Override
        public String name() {
            return Names.REVERT_DISKS;
        }

        @Override
        public boolean cancellable() {
            return false;
        }

        @Override
        public StepOutcome advance(StepContext context) {
            var vm = shop.vm(context);
            if (vm.status().host() != null) {
                return StepOutcome.failed(
                        "VM_WRONG_STATE",
                        "VM %s runs; its disks can only be put back while it is off.".formatted(vm.name()),
                        "Stop it, then try again.");
            }
            var snapshot = record(shop, snapshots, context);
            var created = createImages(shop, context, vm, snapshot.disks());
            if (!(created instanceof StepOutcome.Done)) {
                return created;
            }
            context.remember(REVERTED, true);
            return shop.transact(context, () -> {
                var image = VmTaskParams.snapshot(context).imageId();
                for (var disk : snapshot.disks()) {
                    snapshots.writeTo(vm.id(), disk.index(), image, disk.sizeGiB());
                }
                snapshots.current(vm.id(), snapshot.id());
                shop.books().changes().hasOtherDevices(vm.id());
                return StepOutcome.done();
            });
        }

        @Override
        public StepOutcome undo(StepContext context) {
            if (context.recall(REVERTED, Boolean.class).orElse(false)) {
                return StepOutcome.done();
            }
            var vm = shop.vm(context);
            return deleteImages(
                    shop, context, vm, record(shop, snapshots, context).disks());
        }
    }
}
