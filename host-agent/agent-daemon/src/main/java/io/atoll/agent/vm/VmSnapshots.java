package io.atoll.agent.vm;

import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.hypervisor.api.DiskSnapshots.Frozen;
import io.atoll.hypervisor.api.DiskSnapshots.Handover;
import io.atoll.hypervisor.api.DiskSnapshots.Merge;
import io.atoll.hypervisor.api.DiskSnapshots.MergeListener;
import io.atoll.hypervisor.api.DiskSnapshots.Quiesce;
import io.atoll.hypervisor.api.Hypervisor;
import io.atoll.model.PoolId;
import io.atoll.model.VmEpoch;
import io.atoll.model.VmId;
import io.atoll.storage.DiskImage;
import io.atoll.storage.VolumeChains;
import io.atoll.storage.VolumeChains.ChainImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of VMs' disks: made, put to use, merged and removed, by the VM's process where one is here and has them open, else by the
 * storage's own tools. What is there is looked at anew each time, so every method may be called again.
 */
public final class VmSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(VmSnapshots.class);
    private static final int PERCENT = 100;

    private final Hypervisor hypervisor;
    private final VmHost vms;
    private final AttachedPools pools;
    private final VmLocks locks;

    public VmSnapshots(Hypervisor hypervisor, VmHost vms, AttachedPools pools, VmLocks locks) {
        this.hypervisor = hypervisor;
        this.vms = vms;
        this.pools = pools;
        this.locks = locks;
    }

    /** A file to be made on another. */
    public record NewImage(PoolId pool, DiskImage image, DiskImage base) {}

    /** Two files of a disk, one right below the other. */
    public record Pair(PoolId pool, DiskImage upper, DiskImage lower) {}

    /**
     * A file as it is.
     *
     * @param writtenTo by a process here
     */
    public record Surveyed(ChainImage image, boolean writtenTo) {}

    public void create(VmId vm, VmEpoch epoch, List<NewImage> images) {
        try (var _ = locks.hold(vm)) {
            requireCurrent(vm, epoch);
            for (var each : images) {
                pools.require(each.pool()).chains().create(vm, each.image(), each.base());
            }
        }
    }

    /**
     * Puts the files that the plan names to use, all at one moment. {@code keep} says so beside the disks, and is called first: as long
     * as they are empty, they read as what they stand on, so whoever starts the VM by it is right before and after.
     */
    public Frozen take(VmPlan plan, VmEpoch epoch, Quiesce quiesce, Runnable keep) {
        var tops = new TreeMap<Integer, Path>();
        try (var _ = locks.hold(plan.id())) {
            var there = VmHost.requireKnown(hypervisor, plan.id());
            vms.requireCurrent(there, epoch);
            for (var disk : plan.disks()) {
                tops.put(disk.index(), pools.require(disk.pool()).chains().require(plan.id(), disk.image()));
            }
            keep.run();
        }
        // A guest may take minutes to bring its file systems into order, and high availability may have to end it
        // meanwhile.
        return hypervisor.snapshots().freeze(plan.id(), tops, quiesce);
    }

    public List<Surveyed> survey(VmId vm, PoolId pool, int index) {
        var chains = pools.require(pool).chains();
        var open = openFiles(vm, index);
        return chains.survey(vm, index).stream()
                .map(image -> new Surveyed(
                        image,
                        open.stream()
                                .findFirst()
                                .filter(chains.path(vm, image.image())::equals)
                                .isPresent()))
                .toList();
    }

    /** Puts what the upper file stores into the lower one, and retires it. */
    public void commit(VmId vm, VmEpoch epoch, Pair pair, OperationContext context) {
        var chains = pools.require(pair.pool()).chains();
        try (var _ = locks.hold(vm)) {
            requireCurrent(vm, epoch);
            if (!isOpen(vm, chains, pair.lower())) {
                chains.commit(vm, pair.upper(), pair.lower(), percent(context));
                chains.empty(vm, pair.upper(), pair.lower());
                return;
            }
        }
        commitLive(vm, chains, pair, context);
        try (var _ = locks.hold(vm)) {
            if (!chains.isRetired(vm, pair.upper(), pair.lower())) {
                chains.retire(vm, pair.upper(), pair.lower());
            }
            chains.empty(vm, pair.upper(), pair.lower());
        }
        LOG.info("Merged vm={} upper={} into={}", vm, pair.upper(), pair.lower());
    }

    private void commitLive(VmId vm, VolumeChains chains, Pair pair, OperationContext context) {
        // By one look at both: a guest that ends between two would pass for one whose disk was merged already.
        var open = openFiles(vm, pair.upper().index());
        if (!open.contains(chains.path(vm, pair.upper()))) {
            if (open.contains(chains.path(vm, pair.lower()))) {
                return; // Merged by an earlier attempt.
            }
            throw new RefusedException(
                    RefusalCode.VM_BUSY,
                    "VM %s ended when %s was about to be merged."
                            .formatted(vm, pair.upper().fileName()),
                    "Try again.");
        }
        if (!chains.isRetired(vm, pair.upper(), pair.lower())) {
            chains.requireOnlyChild(vm, pair.lower(), pair.upper());
        }
        var handover = new Handover() {
            @Override
            public void over() {
                chains.retire(vm, pair.upper(), pair.lower());
            }

            @Override
            public void back() {
                chains.reinstate(vm, pair.upper(), pair.lower());
            }
        };
        hypervisor
                .snapshots()
                .commit(vm, merge(vm, chains, pair, pair.lower().fileName()), handover, listener(context));
    }

    /** Puts into the upper file what it reads through from the lower one, which it does not need any more then. */
    public void pull(VmId vm, VmEpoch epoch, Pair pair, OperationContext context) {
        var chains = pools.require(pair.pool()).chains();
        try (var _ = locks.hold(vm)) {
            requireCurrent(vm, epoch);
            if (!isOpen(vm, chains, pair.upper())) {
                chains.pull(vm, pair.upper(), pair.lower(), percent(context));
                return;
            }
        }
        if (isOpen(vm, chains, pair.lower())) {
            var beneath = chains.backingName(vm, pair.lower());
            hypervisor.snapshots().pull(vm, merge(vm, chains, pair, beneath), listener(context));
        }
        LOG.info("Merged vm={} lower={} into={}", vm, pair.lower(), pair.upper());
    }

    private static Merge merge(VmId vm, VolumeChains chains, Pair pair, @Nullable String backingName) {
        return new Merge(
                pair.upper().index(), chains.path(vm, pair.upper()), chains.path(vm, pair.lower()), backingName);
    }

    public void delete(VmId vm, VmEpoch epoch, PoolId pool, DiskImage image) {
        try (var _ = locks.hold(vm)) {
            requireCurrent(vm, epoch);
            var chains = pools.require(pool).chains();
            if (isOpen(vm, chains, image)) {
                throw new RefusedException(
                        RefusalCode.DISK_IN_USE,
                        "VM %s has %s open here.".formatted(vm, image.fileName()),
                        "Merge it first.");
            }
            var existed = chains.delete(vm, image);
            LOG.info("Deleted a file of a disk vm={} image={} existed={}", vm, image, existed);
        }
    }

    private boolean isOpen(VmId vm, VolumeChains chains, DiskImage image) {
        return openFiles(vm, image.index()).contains(chains.path(vm, image));
    }

    /** None where no process of the VM is here, or it has no such disk. */
    private Set<Path> openFiles(VmId vm, int index) {
        return hypervisor
                .find(vm)
                .filter(there -> there.state().hasProcess()
                        && there.definition().disk(index).isPresent())
                .map(_ -> hypervisor.snapshots().openFiles(vm, index))
                .orElse(Set.of());
    }

    private void requireCurrent(VmId vm, VmEpoch epoch) {
        hypervisor.find(vm).ifPresent(there -> vms.requireCurrent(there, epoch));
    }

    private static IntConsumer percent(OperationContext context) {
        return percent -> context.progress(Progress.phase(Math.clamp(percent, 0, PERCENT), "merging"));
    }

    private static MergeListener listener(OperationContext context) {
        return new MergeListener() {
            @Override
            public void progress(long bytesDone, long bytesTotal) {
                var percent = bytesTotal <= 0 ? 0 : Math.clamp(bytesDone * PERCENT / bytesTotal, 0, PERCENT);
                context.progress(new Progress(percent, bytesDone, bytesTotal, 0, "merging"));
            }

            @Override
            public boolean isCancelled() {
                return context.cancelled();
            }
        };
    }
}
