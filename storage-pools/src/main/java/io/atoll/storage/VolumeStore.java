package io.atoll.storage;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.model.VmId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The disks of VMs in one pool, all qcow2. A disk is either complete under its name or not there; called again after a
 * crash, every operation gives the disk it would have given.
 */
public final class VolumeStore {
    private static final int SECTOR_BYTES = 512;
    private static final long METADATA_SHARE = 100;
    private static final long METADATA_BASE_BYTES = 64L << 20;

    private final SharedDirectoryPool pool;
    private final PoolRoot root;
    private final QemuImg qemuImg;
    private final StorageLimits limits;
    private final VolumeHeaders headers;

    VolumeStore(SharedDirectoryPool pool, PoolRoot root, QemuImg qemuImg, StorageLimits limits) {
        this.pool = pool;
        this.root = root;
        this.qemuImg = qemuImg;
        this.limits = limits;
        this.headers = new VolumeHeaders(root, qemuImg, limits);
    }

    /** An empty disk. */
    public VolumeInfo createBlank(VmId vm, int index, Bytes size) {
        requireSize(size, new Bytes(SECTOR_BYTES));
        return create(
                vm,
                index,
                size,
                null,
                draft -> runShort("create", "-q", "-f", "qcow2", draft.toString(), Long.toString(size.value())));
    }

    /** A disk that starts as the image and stores only what differs; at least as large as the image's disk. */
    public VolumeInfo cloneLinked(VmId vm, int index, ImageId image, Bytes size) {
        try (var _ = lockImage(image)) {
            requireSize(size, pool.images().info(image).virtualSize());
            return create(
                    vm,
                    index,
                    size,
                    image,
                    draft -> runShort(
                            "create",
                            "-q",
                            "-f",
                            "qcow2",
                            "-F",
                            "qcow2",
                            "-b",
                            VolumeHeaders.backingName(image),
                            draft.toString(),
                            Long.toString(size.value())));
        }
    }

    public VolumeInfo cloneFull(VmId vm, int index, ImageId image, Bytes size) {
        return cloneFull(vm, index, image, size, _ -> {});
    }

    /**
     * A disk with its own copy of the image's content; at least as large as the image's disk.
     *
     * @param percentDone told how far the copy is, on a thread of its own
     */
    public VolumeInfo cloneFull(VmId vm, int index, ImageId image, Bytes size, IntConsumer percentDone) {
        try (var _ = lockImage(image)) {
            var source = pool.images().info(image);
            requireSize(size, source.virtualSize());
            return create(vm, index, size, null, draft -> {
                qemuImg.run(
                        List.of(
                                "convert",
                                "-q",
                                "-f",
                                "qcow2",
                                "-O",
                                "qcow2",
                                source.path().toString(),
                                draft.toString()),
                        new QemuImg.Bounds(limits.conversionTimeout(), largestFileFor(size)),
                        percentDone);
                runShort("resize", "-q", "-f", "qcow2", draft.toString(), Long.toString(size.value()));
            });
        }
    }

    /** Makes a disk larger while no QEMU has it open. Its present size is fine too; smaller is refused. */
    public VolumeInfo grow(VmId vm, int index, Bytes newSize) {
        return grow(vm, DiskImage.first(index), newSize);
    }

    /** The same for the file of a disk that is written to, where it has several; those below keep their size. */
    public VolumeInfo grow(VmId vm, DiskImage image, Bytes newSize) {
        var before = headers.read(pool.chains().require(vm, image));
        requireSize(newSize, before.virtualSize());
        if (newSize.equals(before.virtualSize())) {
            return before;
        }
        try (var _ = FolderLock.exclusive(root, pool.vms().makeFolder(vm))) {
            VolumeLock.acquire(List.of(before.path())).close();
            runShort("resize", "-q", "-f", "qcow2", before.path().toString(), Long.toString(newSize.value()));
            root.syncFile(before.path());
        }
        return headers.read(before.path());
    }

    /** Removes a disk with all its files. Refused while a QEMU anywhere has it open. Answers whether there was one. */
    public boolean delete(VmId vm, int index) {
        pool.requireAttached();
        var first = DiskImage.first(index);
        var folder = root.directory(VmFolders.VMS, vm.toString());
        if (folder.isEmpty()) {
            return false;
        }
        try (var _ = FolderLock.exclusive(root, folder.get())) {
            var files = root.names(folder.get()).stream()
                    .filter(name -> isOf(first, name))
                    .map(name -> root.file(folder.get(), name))
                    .toList();
            try (var _ = VolumeLock.acquire(files)) {
                files.forEach(root::deleteFile); // by name: the first file, on which others may stand, is the last
            }
            return !files.isEmpty();
        }
    }

    private static boolean isOf(DiskImage disk, String name) {
        var image = DiskImage.ofFileName(name)
                .or(() -> DiskImage.ofRetiredName(name).map(DiskImage.Retired::image));
        return image.filter(found -> found.index() == disk.index()).isPresent();
    }

    /** What a disk is, after the checks of {@link #require}. Does not disturb a running QEMU. */
    public VolumeInfo info(VmId vm, int index) {
        var info = headers.read(file(vm, index));
        if (info.backingImage() != null) {
            requireImage(info.path(), info.backingImage());
        }
        return info;
    }

    /**
     * Where a disk is, after making sure that it is one of ours: a sound qcow2 header that names no file at all, or an image of
     * this pool. Call it before every start of a VM. Runs no program, so that many VMs can be started quickly.
     */
    public Path require(VmId vm, int index) {
        return pool.chains().require(vm, DiskImage.first(index));
    }

    private Path file(VmId vm, int index) {
        pool.requireAttached();
        var folder = root.directory(VmFolders.VMS, vm.toString());
        var file = folder.map(found -> root.file(found, VmFolders.diskName(index)));
        if (file.isEmpty() || !root.exists(file.get())) {
            throw new StorageException(
                    StorageProblem.VOLUME_NOT_FOUND,
                    "There is no disk %d of VM %s in this pool.".formatted(index, vm),
                    "Check the pool of the VM.");
        }
        return file.get();
    }

    private void requireImage(Path disk, ImageId image) {
        if (pool.images().find(image).isEmpty()) {
            throw new StorageException(
                    StorageProblem.VOLUME_REFUSED,
                    "%s is linked to image %s, which is not in this pool any more.".formatted(disk, image),
                    "Restore the image; without it the disk has holes.");
        }
    }

    /** Like {@link #info}, and also refuses the disk unless it is linked to exactly this image, or to none for null. */
    public VolumeInfo verify(VmId vm, int index, @Nullable ImageId backingImage) {
        var found = info(vm, index);
        if (!Objects.equals(found.backingImage(), backingImage)) {
            throw new StorageException(
                    StorageProblem.VOLUME_REFUSED,
                    "%s is linked to %s, expected %s."
                            .formatted(found.path(), nameOf(found.backingImage()), nameOf(backingImage)),
                    "Find out who changed it before starting the VM.");
        }
        return found;
    }

    /** Disks in this pool that are linked to the image, and those that cannot be read and might be. */
    List<Path> linkedTo(ImageId image) {
        var linked = new ArrayList<Path>();
        for (var vm : pool.vms().list()) {
            var folder = root.directory(VmFolders.VMS, vm.toString());
            for (var disk : folder.map(pool.vms()::disks).orElse(List.of())) {
                if (headers.mayBeLinkedTo(disk, image)) {
                    linked.add(disk);
                }
            }
        }
        return linked;
    }

    private VolumeInfo create(VmId vm, int index, Bytes size, @Nullable ImageId backing, PoolRoot.DraftMaker maker) {
        var name = VmFolders.diskName(index);
        var folder = pool.vms().makeFolder(vm);
        try (var _ = FolderLock.exclusive(root, folder)) {
            var target = root.file(folder, name);
            if (root.exists(target)) {
                return requireSame(headers.read(target), size, backing);
            }
            root.deleteDrafts(folder);
            root.replace(folder, name, draft -> {
                maker.make(draft);
                requireSame(headers.read(draft), size, backing);
            });
            return headers.read(target);
        }
    }

    private static VolumeInfo requireSame(VolumeInfo found, Bytes size, @Nullable ImageId backing) {
        if (!found.virtualSize().equals(size) || !Objects.equals(found.backingImage(), backing)) {
            throw new StorageException(
                    StorageProblem.VOLUME_EXISTS,
                    "%s exists with %s linked to %s; asked for was one with %s linked to %s."
                            .formatted(
                                    found.path(),
                                    found.virtualSize(),
                                    nameOf(found.backingImage()),
                                    size,
                                    nameOf(backing)),
                    "Delete the VM's folder first if nothing in it is needed.");
        }
        return found;
    }

    private FolderLock lockImage(ImageId image) {
        return pool.images().lockForReading(image);
    }

    private void requireSize(Bytes size, Bytes smallest) {
        if (!smallest.fitsIn(size) || !size.fitsIn(limits.maxVolumeSize()) || size.value() % SECTOR_BYTES != 0) {
            throw new StorageException(
                    StorageProblem.VOLUME_SIZE_INVALID,
                    "A disk of %s is not possible here: it must have from %s to %s, in steps of 512 bytes."
                            .formatted(size, smallest, limits.maxVolumeSize()),
                    "Choose a size in that range.");
        }
    }

    private void runShort(String... arguments) {
        qemuImg.run(
                List.of(arguments),
                new QemuImg.Bounds(limits.toolTimeout(), largestFileFor(limits.maxVolumeSize())),
                _ -> {});
    }

    /** A qcow2 file with every cluster in use is a little larger than its disk. */
    static Bytes largestFileFor(Bytes virtualSize) {
        return virtualSize.plus(new Bytes(virtualSize.value() / METADATA_SHARE + METADATA_BASE_BYTES));
    }

    private static String nameOf(@Nullable ImageId image) {
        return image == null ? "no image" : "image " + image;
    }
}
