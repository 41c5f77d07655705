package io.atoll.agent.server;

import static io.atoll.agent.server.Violations.sound;

import io.atoll.agent.host.HostShutdown;
import io.atoll.agent.network.GuestNetwork;
import io.atoll.agent.network.HostNetworks;
import io.atoll.agent.network.NetworkRecord;
import io.atoll.agent.operation.OperationContext;
import io.atoll.agent.operation.OperationWork;
import io.atoll.agent.operation.Progress;
import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import io.atoll.agent.pool.AttachedPools;
import io.atoll.agent.process.CommandFailedException;
import io.atoll.agent.v1.ApplyNetworks;
import io.atoll.agent.v1.AttachPool;
import io.atoll.agent.v1.CreateVolume;
import io.atoll.agent.v1.DeleteImage;
import io.atoll.agent.v1.DetachPool;
import io.atoll.agent.v1.Done;
import io.atoll.agent.v1.ImageWritten;
import io.atoll.agent.v1.ImportImage;
import io.atoll.agent.v1.ShutDownHost;
import io.atoll.agent.v1.VolumeReport;
import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.model.NetworkId;
import io.atoll.model.PoolId;
import io.atoll.model.VmId;
import io.atoll.storage.VolumeInfo;
import io.atoll.storage.image.ImageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations on pools, volumes, images and networks: values checked, then work for the registry. */
final class HostOperations {
    private static final int NETWORK_LIMIT = 4096;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_REASON = 500;

    private final AttachedPools pools;
    private final HostNetworks networks;
    private final NetworkRecord record;
    private final HostShutdown shutdown;
    private final Runnable onChange;

    /** {@code onChange} is called after something the manager is told of the host has changed. */
    HostOperations(
            AttachedPools pools,
            HostNetworks networks,
            NetworkRecord record,
            HostShutdown shutdown,
            Runnable onChange) {
        this.pools = pools;
        this.networks = networks;
        this.record = record;
        this.shutdown = shutdown;
        this.onChange = onChange;
    }

    OperationWork attachPool(AttachPool message) {
        var violations = new Violations();
        var id = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        violations.require(
                message.getType().equals("shared-directory"), "type", "only \"shared-directory\" is possible");
        violations.require(message.getName().length() <= LONGEST_NAME, "name", "it has more than 255 characters");
        violations.throwIfAny();
        return _ -> {
            var state = pools.attach(sound(id), message.getName(), message.getPath(), message.getCreateMarker());
            onChange.run();
            return Done.newBuilder().setPool(ReportMessages.pool(state)).build().toByteArray();
        };
    }

    OperationWork detachPool(DetachPool message) {
        var violations = new Violations();
        var id = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        violations.throwIfAny();
        return _ -> {
            pools.detach(sound(id));
            onChange.run();
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork shutDown(ShutDownHost message) {
        var violations = new Violations();
        violations.require(
                message.getReason().length() <= LONGEST_REASON,
                "reason",
                "more than %d characters".formatted(LONGEST_REASON));
        violations.throwIfAny();
        return _ -> {
            shutdown.begin(message.getReason());
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork applyNetworks(ApplyNetworks message) {
        var violations = new Violations();
        violations.require(message.getNetworksCount() <= NETWORK_LIMIT, "networks", "more than 4096 were given");
        violations.throwIfAny();
        var wanted = new ArrayList<GuestNetwork>();
        var seen = new HashSet<NetworkId>();
        for (var spec : message.getNetworksList()) {
            var field = "networks[%d]".formatted(wanted.size());
            violations.require(spec.getName().length() <= LONGEST_NAME, field + ".name", "more than 255 characters");
            var network = violations.read(
                    field,
                    () -> new GuestNetwork(
                            NetworkId.parse(spec.getNetworkId()), spec.getName(), spec.getVlan(), spec.getMtuBytes()));
            if (network != null) {
                violations.require(seen.add(network.id()), field + ".network_id", "it is given twice");
                wanted.add(network);
            }
        }
        violations.throwIfAny();
        return _ -> {
            applyNetworks(wanted);
            return Done.getDefaultInstance().toByteArray();
        };
    }

    /** One at a time: the file has to end up with what the kernel has. */
    private void applyNetworks(List<GuestNetwork> wanted) throws IOException {
        synchronized (record) {
            try {
                networks.apply(wanted);
            } catch (CommandFailedException e) {
                throw new OperationWork.LeftoversException(new RefusedException(
                        RefusalCode.NETWORK_FAILED,
                        "Not all networks could be set up: " + e.getMessage(),
                        e,
                        "Run atoll-agent check on the host."));
            } finally {
                record.write(networks.networks());
            }
        }
    }

    OperationWork createVolume(CreateVolume message) {
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        var vm = violations.read("vm_id", () -> VmId.parse(message.getVmId()));
        var size = violations.read("size_bytes", () -> new Bytes(message.getSizeBytes()));
        var image = message.getImageId().isEmpty()
                ? null
                : violations.read("image_id", () -> ImageId.parse(message.getImageId()));
        violations.throwIfAny();
        return context -> interruptible(context, () -> {
            var made = create(message, sound(pool), sound(vm), sound(size), image);
            return Done.newBuilder()
                    .setVolume(VolumeReport.newBuilder()
                            .setPath(made.path().toString())
                            .setVirtualSizeBytes(made.virtualSize().value())
                            .setAllocatedBytes(made.allocated().value()))
                    .build()
                    .toByteArray();
        });
    }

    private VolumeInfo create(CreateVolume message, PoolId pool, VmId vm, Bytes size, @Nullable ImageId image) {
        var volumes = pools.require(pool).volumes();
        var index = message.getDiskIndex();
        if (image == null) {
            return volumes.createBlank(vm, index, size);
        }
        return message.getFullClone()
                ? volumes.cloneFull(vm, index, image, size)
                : volumes.cloneLinked(vm, index, image, size);
    }

    OperationWork deleteImage(DeleteImage message) {
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        var image = violations.read("image_id", () -> ImageId.parse(message.getImageId()));
        violations.throwIfAny();
        return _ -> {
            pools.require(sound(pool)).images().delete(sound(image));
            return Done.getDefaultInstance().toByteArray();
        };
    }

    OperationWork importImage(ImportImage message) {
        var violations = new Violations();
        var pool = violations.read("pool_id", () -> PoolId.parse(message.getPoolId()));
        var image = violations.read("image_id", () -> ImageId.parse(message.getImageId()));
        var format = violations.read("format", () -> format(message.getFormat()));
        violations.throwIfAny();
        return context -> interruptible(context, () -> {
            var images = pools.require(sound(pool)).images();
            var made = images.importReceived(
                    sound(image), sound(format), percent -> context.progress(Progress.phase(percent, "converting")));
            return Done.newBuilder()
                    .setImage(ImageWritten.newBuilder()
                            .setPath(made.path().toString())
                            .setSizeBytes(made.fileSize().value())
                            .setVirtualSizeBytes(made.virtualSize().value())
                            .setFormat("qcow2"))
                    .build()
                    .toByteArray();
        });
    }

    static ImageFormat format(String text) {
        return switch (text) {
            case "qcow2" -> ImageFormat.QCOW2;
            case "raw" -> ImageFormat.RAW;
            default -> throw new IllegalArgumentException("only \"qcow2\" and \"raw\" are possible");
        };
    }

    /** Storage gives up and cleans up when its thread is interrupted. */
    private static byte[] interruptible(OperationContext context, Supplier<byte[]> work) {
        var thread = Thread.currentThread();
        context.onCancel(thread::interrupt);
        try {
            return work.get();
        } finally {
            // A cancel that came late must not hit what this thread does next.
            var _ = Thread.interrupted();
        }
    }
}
