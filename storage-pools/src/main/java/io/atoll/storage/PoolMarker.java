package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.PoolId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file at the root of a pool that says which pool it is. Without it a directory is not used: an NFS mount point looks
 * just like an empty pool while the NFS is not mounted.
 */
record PoolMarker(String poolId, String type, int layoutVersion) {
    static final String FILE_NAME = ".atoll-pool";
    static final String SHARED_DIRECTORY = "shared-directory";

    private static final int LAYOUT_VERSION = 1;
    private static final long MAX_BYTES = 4096;

    /** What a fresh file system may contain without being in use. */
    private static final String LOST_AND_FOUND = "lost+found";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** Marks an empty directory as this pool. Does nothing where it is marked as this pool already. */
    static void create(PoolRoot root, PoolId pool) {
        var marker = root.file(root.path(), FILE_NAME);
        if (!root.exists(marker)) {
            requireEmpty(root);
            write(root, marker, pool);
        }
        require(root, pool);
    }

    /** Refuses to go on unless the directory is marked as this pool. */
    static void require(PoolRoot root, PoolId pool) {
        var found = read(root);
        if (!found.type.equals(SHARED_DIRECTORY) || found.layoutVersion != LAYOUT_VERSION) {
            throw wrong(root, "describes a pool of another type or of layout %d".formatted(found.layoutVersion));
        }
        if (!found.poolId.equals(pool.toString())) {
            throw wrong(root, "names another pool than " + pool);
        }
    }

    private static PoolMarker read(PoolRoot root) {
        var marker = root.file(root.path(), FILE_NAME);
        try (var stream = Files.newInputStream(marker, NOFOLLOW_LINKS)) {
            var content = JSON.readTree(stream.readNBytes((int) MAX_BYTES));
            if (!content.isObject()) {
                throw wrong(root, "is not a pool marker");
            }
            return JSON.treeToValue(content, PoolMarker.class);
        } catch (NoSuchFileException _) {
            throw new StorageException(
                    StorageProblem.POOL_MARKER_MISSING,
                    "%s has no file %s, so it is not a pool.".formatted(root.path(), FILE_NAME),
                    "Mount the shared storage there.",
                    "For a new pool, attach it once with create_marker.");
        } catch (JacksonException _) {
            throw wrong(root, "cannot be read as a pool marker");
        } catch (IOException e) {
            throw StorageException.io("Reading " + marker, e);
        }
    }

    private static void requireEmpty(PoolRoot root) {
        var foreign = root.names(root.path()).stream()
                .filter(name -> !name.equals(LOST_AND_FOUND) && !name.startsWith(FILE_NAME))
                .toList();
        if (!foreign.isEmpty()) {
            throw new StorageException(
                    StorageProblem.POOL_NOT_EMPTY,
                    "%s holds %d other entries, so no new pool is made of it.".formatted(root.path(), foreign.size()),
                    "Give an empty directory.");
        }
    }

    /** Another host may be doing the same: a hard link never replaces a marker that is there by then. */
    private static void write(PoolRoot root, Path marker, PoolId pool) {
        var content = JSON.writeValueAsString(new PoolMarker(pool.toString(), SHARED_DIRECTORY, LAYOUT_VERSION)) + "\n";
        var draft = root.replace(root.path(), FILE_NAME + "-" + pool, file -> {
            Files.writeString(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        });
        try {
            Files.createLink(marker, draft);
            PoolRoot.syncDirectory(root.path());
        } catch (FileAlreadyExistsException | NoSuchFileException _) {
            // Someone was faster; whether with the same pool is looked at next.
        } catch (UnsupportedOperationException | FileSystemException _) {
            // A file system without hard links.
            root.publish(draft, marker);
        } catch (IOException e) {
            throw StorageException.io("Writing " + marker, e);
        }
        root.deleteFile(draft);
    }

    private static StorageException wrong(PoolRoot root, String what) {
        return new StorageException(
                StorageProblem.POOL_MARKER_WRONG,
                "%s/%s %s.".formatted(root.path(), FILE_NAME, what),
                "Check which storage is mounted there.");
    }
}
