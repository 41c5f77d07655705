package io.atoll.storage;

import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pool in a directory that every host of the cluster sees under the same path, such as an NFS mount. Below it:
 *
 * <pre>
 * .atoll-pool                      which pool this is
 * images/IMAGE/image.qcow2         an image; incoming.part and incoming.done while it arrives
 * vms/VM/disk-0.qcow2 …            the disks of a VM, with seed.iso and spec.json beside them
 * </pre>
 */
public final class SharedDirectoryPool {
    private final PoolId id;
    private final PoolRoot root;
    private final PoolProbe probe;
    private final ImageStore images;
    private final VolumeStore volumes;
    private final VolumeChains chains;
    private final VmFolders vms;

    private SharedDirectoryPool(PoolId id, PoolRoot root, QemuImg qemuImg, StorageLimits limits) {
        this.id = id;
        this.root = root;
        this.probe = new PoolProbe(id, root, qemuImg, limits.reportTimeout());
        this.vms = new VmFolders(this, root, limits);
        this.volumes = new VolumeStore(this, root, qemuImg, limits);
        this.chains = new VolumeChains(this, root, qemuImg, limits);
        this.images = new ImageStore(this, root, qemuImg, limits);
    }

    /** Makes an empty directory the root of a new pool; nothing happens where it is the root of this pool already. */
    public static void createMarker(Path path, PoolId id) {
        PoolMarker.create(new PoolRoot(realDirectory(path)), id);
    }

    /** Attaches the pool. Refused where the directory is not marked as the root of exactly this pool. */
    public static SharedDirectoryPool open(Path path, PoolId id, QemuImg qemuImg, StorageLimits limits) {
        var root = new PoolRoot(realDirectory(path));
        PoolMarker.require(root, id);
        return new SharedDirectoryPool(id, root, qemuImg, limits);
    }

    /** Attaches the pool with qemu-img from its usual place and the default limits. */
    public static SharedDirectoryPool open(Path path, PoolId id) {
        return open(path, id, QemuImg.find(), StorageLimits.DEFAULT);
    }

    public PoolId id() {
        return id;
    }

    /** The root with all links resolved. */
    public Path path() {
        return root.path();
    }

    /** How the pool looks now. Answers within the report timeout even where the storage does not. */
    public PoolReport report() {
        return probe.report();
    }

    /** What can be done with this pool, found out by trying. Takes as long as the storage takes. */
    public DriverCapabilities capabilities() {
        requireAttached();
        return probe.capabilities();
    }

    public ImageStore images() {
        return images;
    }

    public VolumeStore volumes() {
        return volumes;
    }

    /** The files of disks that have more than one. */
    public VolumeChains chains() {
        return chains;
    }

    public VmFolders vms() {
        return vms;
    }

    /** The storage may have been unmounted since; then nothing must be written to the directory it was mounted on. */
    void requireAttached() {
        PoolMarker.require(root, id);
    }

    private static Path realDirectory(Path path) {
        if (!path.isAbsolute() || path.getParent() == null) {
            throw invalid(path, "is not an absolute path below /");
        }
        if (path.toString().chars().anyMatch(Character::isISOControl)) {
            throw invalid(path, "contains control characters");
        }
        if (!Files.isDirectory(path)) {
            throw invalid(path, "is not a directory");
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw StorageException.io("Looking at " + path, e);
        }
    }

    private static StorageException invalid(Path path, String why) {
        var shown = path.toString().replaceAll("\\p{Cntrl}", "?");
        return new StorageException(
                StorageProblem.POOL_PATH_INVALID,
                "The pool path %s %s.".formatted(shown, why),
                "Give the directory where the shared storage is mounted, the same on every host.");
    }
}
