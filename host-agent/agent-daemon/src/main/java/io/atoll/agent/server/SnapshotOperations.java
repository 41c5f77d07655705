package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.v1.CreateImages;
import io.atoll.agent.v1.DeleteDiskImage;
import io.atoll.agent.v1.DiskImageReport;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.ImagesReport;
import io.atoll.agent.v1.MergeImages;
import io.atoll.agent.v1.SnapshotResult;
import io.atoll.agent.v1.SurveyImages;
import io.atoll.agent.v1.TakeSnapshot;
import io.atoll.agent.vm.VmSnapshots;
import io.atoll.hypervisor.api.DiskSnapshots.Quiesce;
import io.atoll.hypervisor.api.DiskSnapshots.Wish;
import io.atoll.hypervisor.api.VmDefinition;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.TreeSet;

/** The operations on the files of disks: values checked, then work for the registry. */
final class SnapshotOperations {
    private static final int LONGEST_QUIESCE_SECONDS = 120;

    private final VmSnapshots snapshots;
    private final StoredSpecs specs;

    SnapshotOperations(VmSnapshots snapshots, StoredSpecs specs) {
        this.snapshots = snapshots;
        this.specs = specs;
    }

    OperationWork createImages(CreateImages message) {
        var target = VmOperations.target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        violations.require(
                message.getImagesCount() >= 1 && message.getImagesCount() <= VmDefinition.MAX_DISKS,
                "images",
                "1 to %d are possible, %d were given".formatted(VmDefinition.MAX_DISKS, message.getImagesCount()));
        var wanted = new ArrayList<VmSnapshots.NewImage>();
        for (var each : message.getImagesList()) {
            var field = "images[%d]".formatted(wanted.size());
            var pool = violations.read(field + ".pool_id", () -> PoolId.parse(each.getPoolId()));
            violations.require(!each.getImageId().isEmpty(), field + ".image_id", "a new file needs an id");
            var image = DiskImages.read(violations, field + ".image_id", each.getDiskIndex(), each.getImageId());
            var base =
                    DiskImages.read(violations, field + ".base_image_id", each.getDiskIndex(), each.getBaseImageId());
            if (pool != null && image != null && base != null) {
                wanted.add(new VmSnapshots.NewImage(pool, image, base));
            }
        }
        violations.throwIfAny();
        return _ -> {
            snapshots.create(target.vm(), target.epoch(), wanted);
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork take(TakeSnapshot message) {
        var plan = VmSpecReader.read(message.getSpec());
        var epoch = VmOperations.target(message.getSpec().getVmId(), message.getEpoch())
                .epoch();
        var violations = new Violations();
        var wish = violations.read("quiesce", () -> Wish.valueOf(message.getQuiesce()));
        var seconds = message.getQuiesceSeconds();
        violations.require(
                wish == Wish.NONE || (seconds >= 1 && seconds <= LONGEST_QUIESCE_SECONDS),
                "quiesce_seconds",
                "%s is not 1 to %d".formatted(Integer.toUnsignedString(seconds), LONGEST_QUIESCE_SECONDS));
        violations.throwIfAny();
        var quiesce = new Quiesce(sound(wish), Duration.ofSeconds(seconds));
        var file = message.getSpecFile().toByteArray();
        return _ -> {
            var frozen = snapshots.take(plan, epoch, quiesce, () -> {
                if (file.length > 0) {
                    specs.keep(plan.pool(), plan.id(), file);
                }
            });
            return Done.newBuilder()
                    .setSnapshot(SnapshotResult.newBuilder()
                            .setQuiesced(frozen.quiesced())
                            .setDetail(frozen.detail())
                            .setStandstillMs(frozen.standstill().toMillis()))
                    .build()
                    .toByteArray();
        };
    }

    OperationWork survey(SurveyImages message) {
        var violations = new Violations();
        var vm = violations.read("vm_id", () -> VmId.parse(message.getVmId()));
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        var disks = new TreeSet<>(message.getDiskIndexesList());
        disks.forEach(index -> DiskImages.read(violations, "disk_indexes", index, ""));
        violations.throwIfAny();
        return _ -> {
            var report = ImagesReport.newBuilder();
            for (var index : disks) {
                snapshots.survey(sound(vm), sound(pool), index).stream()
                        .map(SnapshotOperations::image)
                        .forEach(report::addImages);
            }
            return Done.newBuilder().setImages(report).build().toByteArray();
        };
    }

    private static DiskImageReport.Builder image(VmSnapshots.Surveyed surveyed) {
        var image = surveyed.image();
        var message = DiskImageReport.newBuilder()
                .setDiskIndex(image.image().index())
                .setImageId(image.image().id())
                .setVirtualSizeBytes(image.virtualSize().value())
                .setAllocatedBytes(image.allocated().value())
                .setWrittenTo(surveyed.writtenTo());
        if (image.base() != null) {
            message.setHasBase(true).setBaseImageId(image.base().id());
        }
        if (image.into() != null) {
            message.setRetired(true).setIntoImageId(image.into().id());
        }
        return message;
    }

    OperationWork merge(MergeImages message) {
        var target = VmOperations.target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        violations.require(!message.getUpperImageId().isEmpty(), "upper_image_id", "the first file has none below it");
        violations.require(
                !message.getUpperImageId().equals(message.getLowerImageId()),
                "lower_image_id",
                "it is the upper one itself");
        var upper = DiskImages.read(violations, "upper_image_id", message.getDiskIndex(), message.getUpperImageId());
        var lower = DiskImages.read(violations, "lower_image_id", message.getDiskIndex(), message.getLowerImageId());
        violations.throwIfAny();
        var pair = new VmSnapshots.Pair(sound(pool), sound(upper), sound(lower));
        return context -> {
            if (message.getCommit()) {
                snapshots.commit(target.vm(), target.epoch(), pair, context);
            } else {
                snapshots.pull(target.vm(), target.epoch(), pair, context);
            }
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork deleteImage(DeleteDiskImage message) {
        var target = VmOperations.target(message.getVmId(), message.getEpoch());
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        var image = DiskImages.read(violations, "image_id", message.getDiskIndex(), message.getImageId());
        violations.throwIfAny();
        return _ -> {
            snapshots.delete(target.vm(), target.epoch(), sound(pool), sound(image));
            return Done.getDefaultInstance().toByteArray();
        };
    }
}
