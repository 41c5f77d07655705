package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.model.VmId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of one disk, each of which stores what differs from the one below it. What is below what is said by their headers alone.
 * Every operation may be repeated, and at every moment each file that is not to go reads as it did before. A file whose content went
 * into the one below is retired by one rename, which leads whoever still looks for it there.
 */
public final class VolumeChains {
    /** More than anybody gets by snapshots; a longer chain is no chain of ours. */
    private static final int MOST_IMAGES = 64;

    private final SharedDirectoryPool pool;
    private final PoolRoot root;
    private final QemuImg qemuImg;
    private final StorageLimits limits;
    private final VolumeHeaders headers;

    VolumeChains(SharedDirectoryPool pool, PoolRoot root, QemuImg qemuImg, StorageLimits limits) {
        this.pool = pool;
        this.root = root;
        this.qemuImg = qemuImg;
        this.limits = limits;
        this.headers = new VolumeHeaders(root, qemuImg, limits);
    }

    /**
     * One file of a disk.
     *
     * @param base the file below it; null: it stands alone, or on an image of the pool
     * @param into where its content is, of one that is retired; it has no size then
     */
    public record ChainImage(
            DiskImage image,
            @Nullable DiskImage base,
            Bytes virtualSize,
            Bytes allocated,
            @Nullable DiskImage into) {}

    /** Every file of the disk, whoever needs it. Does not disturb a running QEMU. */
    public List<ChainImage> survey(VmId vm, int index) {
        var found = new ArrayList<ChainImage>();
        for (var name : root.names(folder(vm))) {
            DiskImage.ofFileName(name).filter(image -> image.index() == index).ifPresent(image -> {
                var file = root.file(folder(vm), name);
                var info = headers.read(file);
                var base = headers.backing(file).base();
                found.add(new ChainImage(image, base, info.virtualSize(), info.allocated(), null));
            });
            DiskImage.ofRetiredName(name)
                    .filter(retired -> retired.image().index() == index)
                    .ifPresent(retired ->
                            found.add(new ChainImage(retired.image(), null, Bytes.NONE, Bytes.NONE, retired.into())));
        }
        return found;
    }

    /** A new file of the disk on the {@code base}, which nobody may write to any more once this one is used. */
    public Path create(VmId vm, DiskImage image, DiskImage base) {
        var folder = folder(vm);
        try (var _ = FolderLock.exclusive(root, folder)) {
            var present = present(vm, base);
            var target = root.file(folder, image.fileName());
            if (root.exists(target)) {
                requireOn(target, present);
                return target;
            }
            var below = chain(folder, present).getFirst();
            var size = headers.virtualSize(below);
            return root.replace(
                    folder,
                    image.fileName(),
                    draft -> runShort(
                            "create",
                            "-q",
                            "-f",
                            "qcow2",
                            "-F",
                            "qcow2",
                            "-b",
                            present.fileName(),
                            draft.toString(),
                            Long.toString(size.value())));
        }
    }

    private void requireOn(Path file, DiskImage base) {
        if (!base.equals(headers.backing(file).base())) {
            throw new StorageException(
                    StorageProblem.VOLUME_EXISTS,
                    "%s exists and is not based on %s.".formatted(file, base.fileName()),
                    "Ask for another name.");
        }
    }

    /**
     * Where a disk is, after making sure that it and everything below it is ours. One that was retired is where its content went.
     * Call it before every start of a VM; runs no program.
     */
    public Path require(VmId vm, DiskImage image) {
        var folder = folder(vm);
        var files = chain(folder, present(vm, image));
        headers.check(files.getLast()).ifPresent(below -> requireImage(files.getLast(), below));
        return files.getFirst();
    }

    /** The image that has the content now; the same one where it was not retired. */
    public DiskImage present(VmId vm, DiskImage image) {
        var current = image;
        var retired = root.names(folder(vm)).stream()
                .map(DiskImage::ofRetiredName)
                .flatMap(Optional::stream)
                .toList();
        for (var step = 0; step < MOST_IMAGES; step++) {
            var looked = current;
            var next = retired.stream()
                    .filter(one -> one.image().equals(looked))
                    .map(DiskImage.Retired::into)
                    .findFirst();
            if (next.isEmpty()) {
                return current;
            }
            current = next.get();
        }
        throw broken(vm, image, "it was retired in a circle");
    }

    /** The path of a file, whether it exists or not. */
    public Path path(VmId vm, DiskImage image) {
        return pool.vms().folder(vm).resolve(image.fileName());
    }

    /** Whether there is a file of this name. */
    public boolean exists(VmId vm, DiskImage image) {
        return root.exists(root.file(folder(vm), image.fileName()));
    }

    /** What the image stands on, in its folder; null: on nothing, or on an image of the pool. */
    public @Nullable DiskImage base(VmId vm, DiskImage image) {
        return headers.backing(existing(vm, image)).base();
    }

    /** What is written into the header of an image that is to stand on what this one stands on; null: nothing. */
    public @Nullable String backingName(VmId vm, DiskImage image) {
        return headers.backing(existing(vm, image)).name();
    }

    /**
     * Puts what the image stores into the one below it, on which nothing else may stand, then puts what stands on it there and retires
     * it. No QEMU may have any of them open.
     */
    public void commit(VmId vm, DiskImage image, DiskImage into, IntConsumer percentDone) {
        if (isRetired(vm, image, into)) {
            return;
        }
        var file = existing(vm, image);
        requireOn(file, into);
        var below = existing(vm, into);
        requireOnlyChild(vm, into, image);
        try (var _ = FolderLock.exclusive(root, folder(vm))) {
            repairLeaks(file);
            repairLeaks(below);
            run(
                    headers.virtualSize(file),
                    percentDone,
                    "commit",
                    "-p",
                    "-d",
                    "-f",
                    "qcow2",
                    "-b",
                    into.fileName(),
                    file.toString());
            root.syncFile(below);
        }
        retire(vm, image, into);
    }

    /** Puts into the image what it has read through from the one below; that one is not needed by it any more. */
    public void pull(VmId vm, DiskImage image, DiskImage below, IntConsumer percentDone) {
        var file = existing(vm, image);
        if (!below.equals(headers.backing(file).base())) {
            return;
        }
        var beneath = Optional.ofNullable(backingName(vm, below)).orElse("");
        try (var _ = FolderLock.exclusive(root, folder(vm))) {
            repairLeaks(file);
            var arguments = new ArrayList<>(List.of("rebase", "-p", "-f", "qcow2", "-b", beneath));
            if (!beneath.isEmpty()) {
                arguments.addAll(List.of("-F", "qcow2"));
            }
            arguments.add(file.toString());
            run(headers.virtualSize(file), percentDone, arguments.toArray(String[]::new));
            root.syncFile(file);
        }
    }

    /** All the image had is in the other: what stands on it, and is not open, stands there now, and who looks for it is led there. */
    public void retire(VmId vm, DiskImage image, DiskImage into) {
        var folder = folder(vm);
        try (var _ = FolderLock.exclusive(root, folder)) {
            for (var child : children(vm, image)) {
                runShort(
                        "rebase",
                        "-u",
                        "-f",
                        "qcow2",
                        "-F",
                        "qcow2",
                        "-b",
                        into.fileName(),
                        root.file(folder, child.fileName()).toString());
            }
            var file = root.file(folder, image.fileName());
            if (root.exists(file)) {
                root.publish(file, root.file(folder, image.retiredName(into)));
            }
        }
    }

    /** Takes back {@link #retire} of a file that is open, when its content did not go where it was to go. */
    public void reinstate(VmId vm, DiskImage image, DiskImage into) {
        var folder = folder(vm);
        try (var _ = FolderLock.exclusive(root, folder)) {
            var retired = root.file(folder, image.retiredName(into));
            if (root.exists(retired)) {
                root.publish(retired, root.file(folder, image.fileName()));
            }
        }
    }

    /** Whether the image was retired into the other. */
    public boolean isRetired(VmId vm, DiskImage image, DiskImage into) {
        return root.exists(root.file(folder(vm), image.retiredName(into)));
    }

    /** Gives back the room of a retired file; its name stays and leads on. Nothing happens where there is none. */
    public void empty(VmId vm, DiskImage image, DiskImage into) {
        var file = root.file(folder(vm), image.retiredName(into));
        if (root.exists(file) && VolumeHeaders.size(file) > 0) {
            VolumeLock.acquire(List.of(file)).close();
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, NOFOLLOW_LINKS)) {
                channel.truncate(0);
            } catch (IOException e) {
                throw StorageException.io("Emptying " + file, e);
            }
        }
    }

    /** Removes a file that nothing stands on, and the trace of one that was retired. Refused while a QEMU anywhere has it open. */
    public boolean delete(VmId vm, DiskImage image) {
        var folder = folder(vm);
        try (var _ = FolderLock.exclusive(root, folder)) {
            var above = children(vm, image);
            if (!above.isEmpty()) {
                throw new StorageException(
                        StorageProblem.VOLUME_IN_USE,
                        "%s of VM %s stands on %s.".formatted(above.getFirst().fileName(), vm, image.fileName()),
                        "Delete that first.");
            }
            var existed = false;
            for (var name : root.names(folder)) {
                var isIt = DiskImage.ofFileName(name).filter(image::equals).isPresent();
                var wasIt = DiskImage.ofRetiredName(name)
                        .filter(retired -> retired.image().equals(image))
                        .isPresent();
                if (isIt || wasIt) {
                    var file = root.file(folder, name);
                    try (var _ = VolumeLock.acquire(List.of(file))) {
                        root.deleteFile(file);
                    }
                    existed = true;
                }
            }
            return existed;
        }
    }

    /** The files that stand on the image. */
    private List<DiskImage> children(VmId vm, DiskImage image) {
        var folder = folder(vm);
        return root.names(folder).stream()
                .map(DiskImage::ofFileName)
                .flatMap(Optional::stream)
                .filter(other -> other.index() == image.index() && !other.equals(image))
                .filter(other -> image.equals(
                        headers.backing(root.file(folder, other.fileName())).base()))
                .toList();
    }

    /** Refused where anything but the child stands on the image: what is written into it would change that, too. */
    public void requireOnlyChild(VmId vm, DiskImage image, DiskImage child) {
        var all = children(vm, image);
        if (!all.equals(List.of(child))) {
            throw new StorageException(
                    StorageProblem.VOLUME_IN_USE,
                    "%s of VM %s is what %d files stand on; nothing can be written into it."
                            .formatted(image.fileName(), vm, all.size()),
                    "Delete the other snapshots on it first.");
        }
    }

    /** The files from this one down to the lowest, each checked. */
    private List<Path> chain(Path folder, DiskImage top) {
        var files = new ArrayList<Path>();
        var seen = new HashSet<DiskImage>();
        var current = top;
        while (current != null) {
            var file = root.file(folder, current.fileName());
            if (!root.exists(file)) {
                throw new StorageException(
                        StorageProblem.VOLUME_NOT_FOUND,
                        "There is no %s in this pool.".formatted(file),
                        "Check the pool of the VM.");
            }
            if (!seen.add(current) || files.size() >= MOST_IMAGES) {
                throw new StorageException(
                        StorageProblem.VOLUME_REFUSED,
                        "%s stands on more than %d files, or on itself.".formatted(file, MOST_IMAGES),
                        "Find out who changed it.");
            }
            files.add(file);
            current = headers.backing(file).base();
        }
        return files;
    }

    /** A QEMU that was killed while it wrote may have left clusters that nobody uses; they do no harm, and are given back. */
    private void repairLeaks(Path file) {
        var result = qemuImg.execute(
                List.of("check", "-q", "-r", "leaks", "-f", "qcow2", file.toString()),
                new QemuImg.Bounds(limits.conversionTimeout(), VolumeStore.largestFileFor(limits.maxVolumeSize())),
                _ -> {});
        if (result.code() != 0) {
            throw new StorageException(
                    StorageProblem.VOLUME_REFUSED,
                    "%s is not sound: %s".formatted(file, result.firstLines()),
                    "Restore it from a backup; nothing was changed.");
        }
    }

    private Path existing(VmId vm, DiskImage image) {
        var file = root.file(folder(vm), image.fileName());
        if (!root.exists(file)) {
            throw new StorageException(
                    StorageProblem.VOLUME_NOT_FOUND,
                    "There is no %s in this pool.".formatted(file),
                    "Check the pool of the VM.");
        }
        return file;
    }

    private Path folder(VmId vm) {
        pool.requireAttached();
        return root.directory(VmFolders.VMS, vm.toString())
                .orElseThrow(() -> new StorageException(
                        StorageProblem.VOLUME_NOT_FOUND,
                        "The pool has no folder of VM %s.".formatted(vm),
                        "Check the pool of the VM."));
    }

    private void requireImage(Path disk, ImageId image) {
        if (pool.images().find(image).isEmpty()) {
            throw new StorageException(
                    StorageProblem.VOLUME_REFUSED,
                    "%s is linked to image %s, which is not in this pool any more.".formatted(disk, image),
                    "Restore the image; without it the disk has holes.");
        }
    }

    private static StorageException broken(VmId vm, DiskImage image, String why) {
        return new StorageException(
                StorageProblem.VOLUME_REFUSED,
                "%s of VM %s is not used: %s.".formatted(image.fileName(), vm, why),
                "Find out who changed it.");
    }

    private void run(Bytes size, IntConsumer percentDone, String... arguments) {
        qemuImg.run(
                List.of(arguments),
                new QemuImg.Bounds(limits.conversionTimeout(), VolumeStore.largestFileFor(size)),
                percentDone);
    }

    private void runShort(String... arguments) {
        qemuImg.run(
                List.of(arguments),
                new QemuImg.Bounds(limits.toolTimeout(), VolumeStore.largestFileFor(limits.maxVolumeSize())),
                _ -> {});
    }
}
