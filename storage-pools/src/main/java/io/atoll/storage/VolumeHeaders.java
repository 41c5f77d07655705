package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.Bytes;
import io.atoll.model.ImageId;
import io.atoll.storage.image.ImageInspector;
import io.atoll.storage.image.Qcow2Header;
import io.atoll.storage.image.Qcow2Header.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads the headers of our own volumes, and holds them to what we wrote there. */
final class VolumeHeaders {
    private static final Pattern BACKING_NAME =
            Pattern.compile("\\.\\./\\.\\./images/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/image\\.qcow2");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final PoolRoot root;
    private final QemuImg qemuImg;
    private final StorageLimits limits;

    VolumeHeaders(PoolRoot root, QemuImg qemuImg, StorageLimits limits) {
        this.root = root;
        this.qemuImg = qemuImg;
        this.limits = limits;
    }

    /** How a volume names its image: from its own folder, so that the pool may be mounted anywhere. */
    static String backingName(ImageId image) {
        return "../../images/%s/%s".formatted(image, ImageStore.IMAGE);
    }

    VolumeInfo read(Path file) {
        var header = header(file);
        return new VolumeInfo(file, header.virtualSize(), allocated(file), backingImage(file, header));
    }

    /**
     * What a sound volume stands on: nothing, an image of the pool, or another file of the same disk.
     *
     * @param name as its header has it
     */
    record Backing(
            @Nullable String name,
            @Nullable ImageId image,
            @Nullable DiskImage base) {
        static final Backing NONE = new Backing(null, null, null);
    }

    Backing backing(Path file) {
        return backing(file, header(file));
    }

    Bytes virtualSize(Path file) {
        return header(file).virtualSize();
    }

    /** The image that a sound volume is linked to, if any. Runs no program: it is asked before every start of a VM. */
    Optional<ImageId> check(Path file) {
        return Optional.ofNullable(backingImage(file, header(file)));
    }

    /** Whether deleting the image could break this volume; a volume that cannot be read is taken for linked. */
    boolean mayBeLinkedTo(Path file, ImageId image) {
        try {
            return image.equals(backingImage(file, header(file)));
        } catch (StorageException _) {
            return root.exists(file);
        }
    }

    private Qcow2Header header(Path file) {
        var reading = ImageInspector.readOwnVolume(prefix(file), new Bytes(size(file)), limits.maxVolumeSize());
        return switch (reading) {
            case Reading.Read(var header) -> header;
            case Reading.Refused(var refusal) -> throw refused(file, refusal.explain());
        };
    }

    private static @Nullable ImageId backingImage(Path file, Qcow2Header header) {
        return backing(file, header).image();
    }

    private static Backing backing(Path file, Qcow2Header header) {
        var name = header.backingFile();
        if (name == null) {
            return Backing.NONE;
        }
        if ("qcow2".equals(header.backingFormat())) {
            var matcher = BACKING_NAME.matcher(name);
            if (matcher.matches()) {
                return new Backing(name, ImageId.parse(matcher.group(1)), null);
            }
            var base = DiskImage.ofFileName(name);
            var self = DiskImage.ofFileName(String.valueOf(file.getFileName()));
            if (base.isPresent()
                    && !base.equals(self)
                    && self.map(own -> own.index() == base.get().index()).orElse(true)) {
                return new Backing(name, null, base.get());
            }
        }
        throw refused(file, "It names a backing file that is not a qcow2 image of its own pool.");
    }

    static byte[] prefix(Path file) {
        try (var stream = Files.newInputStream(file, NOFOLLOW_LINKS)) {
            return stream.readNBytes(ImageInspector.PREFIX_BYTES);
        } catch (IOException e) {
            throw StorageException.io("Reading " + file, e);
        }
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw StorageException.io("Looking at " + file, e);
        }
    }

    /** Only the kernel knows, and Java does not ask it. -U: a running QEMU keeps its lock, and is not disturbed. */
    private Bytes allocated(Path file) {
        var json = qemuImg.run(
                List.of("info", "-U", "-f", "qcow2", "--output=json", file.toString()),
                new QemuImg.Bounds(limits.toolTimeout(), Bytes.NONE),
                _ -> {});
        return new Bytes(JSON.readTree(json).path("actual-size").asLong(0));
    }

    private static StorageException refused(Path file, String why) {
        return new StorageException(
                StorageProblem.VOLUME_REFUSED,
                "%s is not used. %s".formatted(file, why),
                "Find out who changed it; restore it from a backup.");
    }
}
