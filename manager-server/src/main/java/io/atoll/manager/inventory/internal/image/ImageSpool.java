package io.atoll.manager.inventory.internal.image;

import io.atoll.manager.platform.DataDirectory;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.model.ImageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Files on their way from a user to a pool, one for each image, in the manager's own folder. */
@Component
class ImageSpool {
    private static final Logger LOG = LoggerFactory.getLogger(ImageSpool.class);
    private static final String SUFFIX = ".image";
    /** What an upload must leave free for Postgres and the logs beside it. */
    private static final long RESERVE_BYTES = 1L << 30;

    private final DataDirectory data;

    ImageSpool(DataDirectory data) {
        this.data = data;
    }

    Path file(ImageId image) {
        return data.part("spool").resolve(image + SUFFIX);
    }

    boolean holds(ImageId image) {
        return Files.isRegularFile(file(image));
    }

    /** Refuses with SPACE_EXHAUSTED where the disk could not take {@code bytes} more. */
    void requireRoom(long bytes) {
        long usable = usableBytes();
        if (usable - RESERVE_BYTES < bytes) {
            throw new AtollException(
                    ErrorCode.SPACE_EXHAUSTED,
                    "The image has %d bytes; the manager's disk has room for %d."
                            .formatted(bytes, Math.max(0, usable - RESERVE_BYTES)));
        }
    }

    /** How large a file of unknown size may become. */
    long roomBytes() {
        return Math.max(0, usableBytes() - RESERVE_BYTES);
    }

    void remove(ImageId image) {
        try {
            Files.deleteIfExists(file(image));
        } catch (IOException e) {
            LOG.warn("image={} its spool file cannot be deleted", image, e);
        }
    }

    /** Removes what nobody will come back for. */
    void removeAllBut(Set<ImageId> kept) {
        try (var files = Files.list(data.part("spool"))) {
            files.filter(file -> kept.stream().noneMatch(image -> file.equals(file(image))))
                    .forEach(ImageSpool::delete);
        } catch (IOException e) {
            LOG.warn("the spool folder cannot be cleaned", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("spool file {} cannot be deleted", file.getFileName(), e);
        }
    }

    private long usableBytes() {
        try {
            return Files.getFileStore(data.part("spool")).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
