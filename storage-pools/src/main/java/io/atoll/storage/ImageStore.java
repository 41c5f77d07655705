package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.storage.image.ImageFormat;
import io.atoll.storage.image.ImageInspector;
import io.atoll.storage.image.ImageVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The images of one pool. An image arrives as bytes, is judged by our own parser before any tool opens it, and is rewritten
 * as a clean qcow2 file by a bounded qemu-img; only that result is ever cloned or started from.
 */
public final class ImageStore {
    static final String IMAGES = "images";
    static final String IMAGE = "image.qcow2";
    private static final String PART = "incoming.part";
    private static final String DONE = "incoming.done";
    private static final String SHARED = "rwxr-xr-x";
    private static final int CHECK_FOUND_CORRUPTION = 2;
    private static final int CHECK_FOUND_LEAKS = 3;
    private static final int TRAILER_BYTES = 512;

    private final SharedDirectoryPool pool;
    private final PoolRoot root;
    private final QemuImg qemuImg;
    private final StorageLimits limits;

    ImageStore(SharedDirectoryPool pool, PoolRoot root, QemuImg qemuImg, StorageLimits limits) {
        this.pool = pool;
        this.root = root;
        this.qemuImg = qemuImg;
        this.limits = limits;
    }

    /** Where the image is, whether it exists or not. */
    public Path path(ImageId image) {
        return root.path().resolve(IMAGES).resolve(image.toString()).resolve(IMAGE);
    }

    /** The images of this pool that are ready to be cloned, sorted. */
    public List<ImageId> list() {
        pool.requireAttached();
        return root.directory(IMAGES).map(root::idNames).orElse(List.of()).stream()
                .map(ImageId::parse)
                .filter(image -> find(image).isPresent())
                .sorted()
                .toList();
    }

    public Optional<ImageInfo> find(ImageId image) {
        pool.requireAttached();
        var folder = root.directory(IMAGES, image.toString());
        var file = folder.map(found -> root.file(found, IMAGE));
        return file.isPresent() && root.exists(file.get()) ? Optional.of(read(image, file.get())) : Optional.empty();
    }

    public ImageInfo info(ImageId image) {
        return find(image).orElseThrow(() -> notFound(image));
    }

    /**
     * Begins to receive the bytes of an image. A reception that was broken off is begun anew; an image that is there already
     * is never overwritten.
     */
    public ImageUpload receive(ImageId image, ExpectedImage expected) {
        pool.requireAttached();
        var folder = root.makeDirectory(SHARED, IMAGES, image.toString());
        var lock = FolderLock.exclusive(root, folder);
        var begun = false;
        try {
            if (root.exists(root.file(folder, IMAGE))) {
                throw new StorageException(
                        StorageProblem.IMAGE_EXISTS,
                        "Image %s is there already.".formatted(image),
                        "Use another image id.");
            }
            requireRoom(expected);
            root.deleteFile(root.file(folder, DONE));
            var upload = new ImageUpload(
                    root, lock, root.file(folder, PART), expected, limits.image(), (part, accepted, size, sha256) -> {
                        var done = root.file(folder, DONE);
                        root.publish(part, done);
                        return new ReceivedImage(done, accepted.format(), size, accepted.virtualSize(), sha256);
                    });
            begun = true;
            return upload;
        } finally {
            if (!begun) {
                lock.close();
            }
        }
    }

    /** What to do with an image that arrived whole. */
    interface Completion {
        ReceivedImage complete(Path part, ImageVerdict.Accepted accepted, Bytes size, String sha256);
    }

    /**
     * Turns the bytes received into the image VMs are cloned from. Says nothing new where that is done already.
     *
     * @param declared the format the bytes are in
     * @param percentDone told how far the conversion is, on a thread of its own
     */
    public ImageInfo importReceived(ImageId image, ImageFormat declared, IntConsumer percentDone) {
        pool.requireAttached();
        var folder = root.directory(IMAGES, image.toString()).orElseThrow(() -> notFound(image));
        try (var _ = FolderLock.exclusive(root, folder)) {
            var target = root.file(folder, IMAGE);
            var done = root.file(folder, DONE);
            if (!root.exists(target)) {
                if (!root.exists(done)) {
                    throw notFound(image);
                }
                convert(folder, done, declared, percentDone);
            }
            root.deleteFile(done);
            return read(image, target);
        }
    }

    /** Removes the image and whatever of it arrived. Refused while volumes are linked to it. Answers whether it was there. */
    public boolean delete(ImageId image) {
        pool.requireAttached();
        var leftover = root.directory(IMAGES, PoolRoot.GOING_PREFIX + image);
        leftover.ifPresent(root::deleteTree);
        var folder = root.directory(IMAGES, image.toString());
        folder.ifPresent(found -> root.deleteTree(putAside(image, found)));
        return leftover.isPresent() || folder.isPresent();
    }

    private Path putAside(ImageId image, Path folder) {
        try (var _ = FolderLock.exclusive(root, folder)) {
            var linked = pool.volumes().linkedTo(image);
            if (!linked.isEmpty()) {
                throw new StorageException(
                        StorageProblem.IMAGE_IN_USE,
                        "%d volumes are linked to image %s, %s among them."
                                .formatted(linked.size(), image, linked.getFirst()),
                        "Delete those VMs first.");
            }
            return root.putAside(folder);
        }
    }

    /** Keeps the image from being deleted while it is cloned. */
    FolderLock lockForReading(ImageId image) {
        pool.requireAttached();
        return FolderLock.shared(root, root.directory(IMAGES, image.toString()).orElseThrow(() -> notFound(image)));
    }

    static ImageVerdict.Accepted requireAccepted(ImageVerdict verdict) {
        return switch (verdict) {
            case ImageVerdict.Accepted accepted -> accepted;
            case ImageVerdict.Refused(var refusal) ->
                throw new StorageException(
                        StorageProblem.IMAGE_REFUSED,
                        "The image is refused (%s): %s; %s."
                                .formatted(refusal.check().checkName(), refusal.found(), refusal.allowed()),
                        refusal.advice());
        };
    }

    private void convert(Path folder, Path source, ImageFormat declared, IntConsumer percentDone) {
        var accepted = inspect(source, declared);
        if (declared == ImageFormat.QCOW2) {
            requireTablesInside(source);
            requireSound(source);
        }
        root.deleteDrafts(folder);
        root.replace(folder, IMAGE, draft -> {
            rewrite(source, declared, accepted.virtualSize(), draft, percentDone);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--r--r--"));
        });
    }

    private void rewrite(Path source, ImageFormat declared, Bytes virtualSize, Path draft, IntConsumer percentDone) {
        qemuImg.run(
                List.of(
                        "convert",
                        "-p",
                        "-f",
                        declared.driverName(),
                        "-O",
                        "qcow2",
                        source.toString(),
                        draft.toString()),
                new QemuImg.Bounds(limits.conversionTimeout(), largestResult(virtualSize)),
                percentDone);
        var made = inspect(draft, ImageFormat.QCOW2);
        if (!made.virtualSize().equals(virtualSize)) {
            throw new StorageException(
                    StorageProblem.IMAGE_REFUSED,
                    "The image describes a disk of %s, its conversion has %s."
                            .formatted(virtualSize, made.virtualSize()),
                    "Make it anew with qemu-img convert -O qcow2.");
        }
    }

    private ImageVerdict.Accepted inspect(Path file, ImageFormat declared) {
        var size = new Bytes(VolumeHeaders.size(file));
        var inspector = new ImageInspector(limits.image());
        var accepted = requireAccepted(inspector.inspect(VolumeHeaders.prefix(file), size, declared));
        if (declared == ImageFormat.RAW) {
            requireAccepted(ImageInspector.inspectRawTrailer(trailer(file, size), size));
        }
        return accepted;
    }

    private void requireTablesInside(Path qcow2) {
        var size = new Bytes(VolumeHeaders.size(qcow2));
        try (var channel = FileChannel.open(qcow2, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
            requireAccepted(new ImageInspector(limits.image())
                    .inspectTables(VolumeHeaders.prefix(qcow2), size, (buffer, offset) -> {
                        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                            // What lies behind the end of the file stays zero, which is an unused entry.
                        }
                    }));
        } catch (IOException e) {
            throw StorageException.io("Reading " + qcow2, e);
        }
    }

    private void requireSound(Path qcow2) {
        var bounds = new QemuImg.Bounds(limits.conversionTimeout(), Bytes.NONE);
        var result = qemuImg.execute(List.of("check", "-f", "qcow2", qcow2.toString()), bounds, _ -> {});
        if (result.code() == CHECK_FOUND_CORRUPTION || (result.code() != 0 && result.code() != CHECK_FOUND_LEAKS)) {
            throw new StorageException(
                    StorageProblem.IMAGE_REFUSED,
                    "The image is refused (tables): qemu-img check ended with code %d: %s"
                            .formatted(result.code(), result.firstLines()),
                    "Repair it with qemu-img check -r all, or make it anew with qemu-img convert -O qcow2.");
        }
    }

    private static byte[] trailer(Path file, Bytes size) {
        var trailer = ByteBuffer.allocate((int) Math.min(TRAILER_BYTES, size.value()));
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
            var position = size.value() - trailer.capacity();
            while (trailer.hasRemaining() && channel.read(trailer, position + trailer.position()) >= 0) {
                // A file that shrinks meanwhile leaves zeros, which are no format's mark.
            }
            return trailer.array();
        } catch (IOException e) {
            throw StorageException.io("Reading " + file, e);
        }
    }

    private ImageInfo read(ImageId image, Path file) {
        var size = new Bytes(VolumeHeaders.size(file));
        var accepted = requireAccepted(
                new ImageInspector(limits.image()).inspect(VolumeHeaders.prefix(file), size, ImageFormat.QCOW2));
        return new ImageInfo(image, file, size, accepted.virtualSize());
    }

    private void requireRoom(ExpectedImage expected) {
        var free = free();
        if (expected.size() != null && !expected.size().fitsIn(free)) {
            throw new StorageException(
                    StorageProblem.POOL_FULL,
                    "The image has %s, the pool has %s free.".formatted(expected.size(), free),
                    "Delete what is not needed, or enlarge the storage.");
        }
    }

    /** A small file may unpack to a disk full of data; it must not take the room that running VMs write to. */
    private Bytes largestResult(Bytes virtualSize) {
        var whenFull = VolumeStore.largestFileFor(virtualSize);
        var affordable = new Bytes(free().value() / 10 * 9);
        return whenFull.fitsIn(affordable) ? whenFull : affordable;
    }

    private Bytes free() {
        try {
            return new Bytes(Math.max(0, Files.getFileStore(root.path()).getUsableSpace()));
        } catch (IOException e) {
            throw StorageException.io("Asking for the free space of " + root.path(), e);
        }
    }

    private static StorageException notFound(ImageId image) {
        return new StorageException(
                StorageProblem.IMAGE_NOT_FOUND,
                "Image %s is not in this pool, or not all of it.".formatted(image),
                "Upload it first.");
    }
}
