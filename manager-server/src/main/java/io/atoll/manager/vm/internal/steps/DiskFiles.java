package io.atoll.manager.vm.internal.steps;

import io.atoll.agent.v1.DiskImageReport;
import io.atoll.agent.v1.SurveyImages;
import io.atoll.agent.v1.WriteSpec;
import io.atoll.manager.agentlink.AgentOutcome;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepOutcome;
import io.atoll.manager.vm.internal.Disk;
import io.atoll.manager.vm.internal.VmRecord;
import io.atoll.manager.vm.internal.snapshot.ImageTree;
import io.atoll.manager.vm.internal.snapshot.ImageTree.Image;
import io.atoll.manager.vm.internal.snapshot.SnapshotStore;
import io.atoll.model.CpuBaseline;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What a host finds of a VM's disks, and what is written down of it. */
@Component
class DiskFiles {
    private static final String LOOKS = "looks";

    private final Workshop shop;
    private final SnapshotStore snapshots;
    private final SpecSealer sealer;

    DiskFiles(Workshop shop, SnapshotStore snapshots, SpecSealer sealer) {
        this.shop = shop;
        this.snapshots = snapshots;
        this.sealer = sealer;
    }

    /** What came of a look. */
    sealed interface Look {
        /**
         * The files by disk.
         *
         * @param written the ids of those that a process writes to
         */
        record Seen(SortedMap<Integer, ImageTree> trees, Set<String> written) implements Look {}

        record Unseen(StepOutcome why) implements Look {}
    }

    /** Looks anew with every call: what a host said before is remembered by it, and may be old. */
    Look look(StepContext context, VmRecord vm) {
        var host = DeviceSteps.host(shop, vm);
        if (host.isEmpty()) {
            return new Look.Unseen(DeviceSteps.nobody());
        }
        int looks = context.recall(LOOKS, Integer.class).orElse(0) + 1;
        context.remember(LOOKS, looks);
        var disks = shop.books().specs().devices().disks(vm.id());
        var request = SurveyImages.newBuilder()
                .setVmId(vm.id().toString())
                .setPoolId(vm.spec().poolId().toString())
                .addAllDiskIndexes(disks.stream().map(Disk::index).toList());
        var outcome =
                shop.run(context, host.get(), ":look" + looks + ":" + host.get(), run -> run.setSurveyImages(request));
        if (!(outcome instanceof AgentOutcome.Completed(var done))) {
            return new Look.Unseen(AgentAnswers.toStep(outcome));
        }
        var trees = new TreeMap<Integer, ImageTree>();
        var written = new HashSet<String>();
        for (var disk : disks) {
            var images = new HashMap<String, Image>();
            for (var image : done.getImages().getImagesList()) {
                if (image.getDiskIndex() == disk.index()) {
                    put(images, image);
                    if (image.getWrittenTo()) {
                        written.add(image.getImageId());
                    }
                }
            }
            trees.put(disk.index(), tree(vm, disk, images));
        }
        return new Look.Seen(trees, written);
    }

    /** A file that is there under its own name counts more than the trace of one that was. */
    private static void put(Map<String, Image> images, DiskImageReport image) {
        var found = image.getRetired()
                ? Image.retired(image.getIntoImageId())
                : Image.on(image.getHasBase() ? image.getBaseImageId() : null, image.getAllocatedBytes());
        images.merge(image.getImageId(), found, (one, other) -> one.into() == null ? one : other);
    }

    private ImageTree tree(VmRecord vm, Disk disk, Map<String, Image> images) {
        var needed = new HashSet<>(snapshots.needed(vm.id(), disk.index()));
        needed.add(disk.imageId());
        return new ImageTree(images, needed);
    }

    /** What a host has merged and nobody has written down, since it or a manager died, is written down. */
    boolean follow(StepContext context, VmRecord vm, SortedMap<Integer, ImageTree> trees) {
        return shop.transact(context, () -> {
            var moved = false;
            var changed = false;
            for (var tree : trees.entrySet()) {
                for (var image : tree.getValue().images().entrySet()) {
                    if (image.getValue().into() != null
                            && tree.getValue().needed().contains(image.getKey())) {
                        moved = true;
                        changed |= snapshots.moved(
                                vm.id(),
                                tree.getKey(),
                                image.getKey(),
                                tree.getValue().present(image.getKey()));
                    }
                }
            }
            if (changed) {
                shop.books().changes().hasOtherDevices(vm.id());
            }
            return moved;
        });
    }

    void figures(StepContext context, VmRecord vm, SortedMap<Integer, ImageTree> trees) {
        var depth = 1;
        var debt = 0L;
        for (var disk : shop.books().specs().devices().disks(vm.id())) {
            var tree = trees.get(disk.index());
            if (tree != null) {
                depth = Math.max(depth, tree.depthOf(disk.imageId()));
                debt += tree.debtBytes();
            }
        }
        var deepest = depth;
        var sum = debt;
        shop.transact(context, () -> {
            snapshots.chain(vm.id(), deepest, sum);
            shop.books().changes().touch(vm.id());
            return vm;
        });
    }

    /** Brings the spec to the disks now, while the task that changed it works on the VM. */
    StepOutcome keepSpec(StepContext context) {
        var id = VmTaskParams.vm(context);
        var generation = sealer.generation(id);
        var vm = shop.vm(context);
        var host = DeviceSteps.host(shop, vm);
        if (host.isEmpty()) {
            return DeviceSteps.nobody();
        }
        var model = vm.status().cpuModel();
        var cpu = model == null ? shop.books().demands().baseline(vm) : CpuBaseline.read(model);
        var file = sealer.sealedOnce(
                id,
                context.epoch(),
                generation,
                () -> sealer.seal(shop.books().specs().of(vm, cpu), vm.status().epoch(), generation));
        var request = WriteSpec.newBuilder()
                .setPoolId(vm.spec().poolId().toString())
                .setVmId(id.toString())
                .setSpecFile(file);
        var outcome = shop.run(
                context, host.get(), ":spec" + generation + ":" + host.get(), run -> run.setWriteSpec(request));
        if (outcome instanceof AgentOutcome.Completed) {
            sealer.written(id, context.epoch(), generation, file);
        }
        return AgentAnswers.toStep(outcome);
    }
}
