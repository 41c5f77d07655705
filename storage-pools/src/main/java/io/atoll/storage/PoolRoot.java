package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a pool, and the only way to files in it. Every step from the root down has to be a plain directory or
 * file of ours: a symbolic link anywhere is refused, so nothing in a pool leads out of it.
 */
final class PoolRoot {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Before the name of a folder that is being deleted. */
    static final String GOING_PREFIX = ".going-";

    private static final String DRAFT_SUFFIX = ".tmp";

    private final Path root;

    /** Takes the real path, so that only the administrator's own choice of directory may go through links. */
    PoolRoot(Path realRoot) {
        this.root = realRoot;
    }

    Path path() {
        return root;
    }

    /** The directory below the root with these names, each checked, if all of it exists. */
    Optional<Path> directory(String... names) {
        var current = root;
        for (var name : names) {
            current = child(current, name);
            var attributes = attributes(current);
            if (attributes.isEmpty()) {
                return Optional.empty();
            }
            requireOurs(current, attributes.get().isDirectory(), "directory");
        }
        return Optional.of(current);
    }

    /** Like {@link #directory}, and makes what is missing; the last directory gets {@code permissions}. */
    Path makeDirectory(String permissions, String... names) {
        var existing = directory(names);
        if (existing.isPresent()) {
            return existing.get();
        }
        var current = root;
        try {
            for (var i = 0; i < names.length; i++) {
                var parent = current;
                current = child(parent, names[i]);
                var mode = i == names.length - 1 ? permissions : "rwxr-xr-x";
                if (attributes(current).isEmpty() && create(current, mode)) {
                    syncDirectory(parent);
                }
            }
        } catch (IOException e) {
            throw StorageException.io("Making the directory " + current, e);
        }
        return directory(names).orElseThrow();
    }

    /** Answers false where someone else was faster. */
    private static boolean create(Path directory, String mode) throws IOException {
        try {
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }

    /** The path of a file in a checked directory. If something exists there, it is a regular file. */
    Path file(Path directory, String name) {
        var file = child(directory, name);
        attributes(file).ifPresent(found -> requireOurs(file, found.isRegularFile(), "regular file"));
        return file;
    }

    boolean exists(Path file) {
        return attributes(file).isPresent();
    }

    /** Names in a directory, sorted. */
    List<String> names(Path directory) {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            throw StorageException.io("Listing " + directory, e);
        }
        names.sort(null);
        return names;
    }

    /** Names in a directory that are ids; whatever else lies there is none of ours. */
    List<String> idNames(Path directory) {
        return names(directory).stream()
                .filter(name -> ID.matcher(name).matches())
                .toList();
    }

    /** Fills a file under a name of its own. */
    interface DraftMaker {
        void make(Path draft) throws IOException;
    }

    /**
     * Makes a file as one step: after this returns, it has the new content, also after a power cut; before, the old content
     * or none. Each attempt has a draft of its own, since an earlier attempt that was cut off may still have a child
     * process writing to its.
     */
    Path replace(Path directory, String name, DraftMaker maker) {
        var target = file(directory, name);
        try {
            var draft = Files.createTempFile(directory, name + ".", DRAFT_SUFFIX);
            try {
                maker.make(draft);
                syncFile(draft);
                publish(draft, target);
            } finally {
                deleteFile(draft);
            }
            return target;
        } catch (IOException e) {
            throw StorageException.io("Writing " + target, e);
        }
    }

    /** Like {@link #replace}, with content at hand. */
    void write(Path directory, String name, byte[] content) {
        replace(directory, name, draft -> Files.write(draft, content));
    }

    /** Removes what crashes left of {@link #replace}. Only for who has the folder's lock. */
    void deleteDrafts(Path directory) {
        names(directory).stream()
                .filter(name -> name.endsWith(DRAFT_SUFFIX))
                .forEach(name -> deleteFile(file(directory, name)));
    }

    /** Renames a finished file to its final name so that it survives a power cut. */
    void publish(Path finished, Path target) {
        try {
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(directoryOf(target));
        } catch (IOException e) {
            throw StorageException.io("Renaming %s to %s".formatted(finished, target.getFileName()), e);
        }
    }

    /** Writes a file that another program made through to the storage. */
    void syncFile(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
            channel.force(true);
        } catch (IOException e) {
            throw StorageException.io("Writing %s through to the storage".formatted(file), e);
        }
    }

    void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw StorageException.io("Deleting " + file, e);
        }
    }

    /**
     * Renames a folder so that no path that anyone knows leads into it; the deletion that follows can be interrupted and
     * taken up again.
     */
    Path putAside(Path folder) {
        var going = folder.resolveSibling(GOING_PREFIX + folder.getFileName());
        publish(folder, going);
        return going;
    }

    /** Takes back {@link #putAside}. */
    void putBack(Path going) {
        publish(going, going.resolveSibling(going.getFileName().toString().substring(GOING_PREFIX.length())));
    }

    /** Deletes a directory and all in it, without following links. Says nothing where there is none. */
    void deleteTree(Path directory) {
        try {
            Files.walkFileTree(directory, new DeletingVisitor());
            syncDirectory(directoryOf(directory));
        } catch (NoSuchFileException _) {
            // Already gone, or someone else is deleting it too: the result is the one asked for.
        } catch (IOException e) {
            throw StorageException.io("Deleting " + directory, e);
        }
    }

    static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directoryOf(Path file) {
        var parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("%s has no directory above it.".formatted(file));
        }
        return parent;
    }

    private Path child(Path directory, String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Not one step down: a name of %d characters.".formatted(name.length()));
        }
        if (!directory.startsWith(root)) {
            throw new IllegalArgumentException("%s is outside the pool %s.".formatted(directory, root));
        }
        return directory.resolve(name);
    }

    private static Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StorageException.io("Looking at " + path, e);
        }
    }

    private static void requireOurs(Path path, boolean expectedKind, String kind) {
        if (!expectedKind) {
            throw new StorageException(
                    StorageProblem.POOL_CONTENT_FOREIGN,
                    "%s is not a %s; nothing in a pool may be a link or a special file.".formatted(path, kind),
                    "Find out who put it there, then remove it.");
        }
    }

    private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
