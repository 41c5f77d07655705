package io.atoll.ha.storage;

import io.atoll.ha.os.Errno;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An open folder inside a pool, reached step by step without following a link, so that what is opened in it later lies in
 * the pool whoever renames what meanwhile. Storage-pools' PoolRoot checks paths before it uses them; for leases the check
 * and the use have to be one.
 */
final class ConfinedFolder implements AutoCloseable {
    /** Where slots are. */
    static final List<String> HA = List.of(".atoll", "ha");

    private static final String MARKER = ".atoll-pool";
    private static final int MARKER_BYTES = 4096;
    private static final int FOLDER_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int FOLDER_FLAGS = OpenFlags.READ | OpenFlags.DIRECTORY | OpenFlags.CLOSE_ON_EXEC;

    private final int descriptor;
    private final String name;

    private ConfinedFolder(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** An open file; closed with {@link #close}. */
    record OpenFile(int descriptor, String name) implements AutoCloseable {
        @Override
        public void close() {
            Posix.close(descriptor);
        }
    }

    /** Fails unless the pool's own marker is in its root: an empty mount point is not the pool. */
    static ConfinedFolder open(PoolLocation pool, List<String> steps) throws IOException {
        return walk(pool, steps, false);
    }

    /** Makes the folders that are missing. */
    static ConfinedFolder openOrMake(PoolLocation pool, List<String> steps) throws IOException {
        return walk(pool, steps, true);
    }

    private static ConfinedFolder walk(PoolLocation pool, List<String> steps, boolean make) throws IOException {
        // The way to the root is the administrator's and may go through links; below it nothing may.
        var current = openFolder(Posix.CURRENT_DIRECTORY, pool.root().toString(), FOLDER_FLAGS);
        try {
            requireMarker(current, pool);
            for (var step : steps) {
                if (make) {
                    current.makeFolder(step);
                }
                var next = openFolder(current.descriptor, step, FOLDER_FLAGS | OpenFlags.NO_FOLLOW);
                current.close();
                current = next;
            }
        } catch (IOException e) {
            current.close();
            throw e;
        }
        return current;
    }

    private static ConfinedFolder openFolder(int from, String name, int flags) throws PosixException {
        try (var arena = Arena.ofConfined()) {
            var opened = Posix.openAt(from, arena.allocateFrom(name), flags, 0);
            return new ConfinedFolder(require(opened, "Opening the folder " + name), name);
        }
    }

    private static void requireMarker(ConfinedFolder root, PoolLocation pool) throws IOException {
        try (var arena = Arena.ofConfined();
                var marker = root.file(MARKER, OpenFlags.READ)) {
            var text = arena.allocate(MARKER_BYTES);
            var count = Posix.read(marker.descriptor, text, MARKER_BYTES, 0);
            require(count, "Reading the marker of pool " + pool.pool());
            var bytes = text.asSlice(0, count).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            if (!new String(bytes, StandardCharsets.ISO_8859_1)
                    .contains(pool.pool().toString())) {
                throw new IOException("%s is another pool than %s.".formatted(pool.root(), pool.pool()));
            }
        } catch (PosixException e) {
            if (e.errorNumber() == Errno.ENOENT) {
                throw new IOException("%s has no file %s; the pool is not mounted.".formatted(pool.root(), MARKER), e);
            }
            throw e;
        }
    }

    private void makeFolder(String step) throws PosixException {
        try (var arena = Arena.ofConfined()) {
            var made = Posix.makeDirectoryAt(descriptor, arena.allocateFrom(step), FOLDER_MODE);
            if (made == 0) {
                require(Posix.sync(descriptor), "Making the folder " + step + " durable");
            } else if (made != -Errno.EEXIST) {
                require(made, "Making the folder " + step);
            }
        }
    }

    /** A regular file with no second name, in this folder. Special files are refused without waiting for their other end. */
    OpenFile file(String fileName, int flags) throws PosixException {
        try (var arena = Arena.ofConfined()) {
            var how = flags | OpenFlags.NO_FOLLOW | OpenFlags.NON_BLOCKING | OpenFlags.CLOSE_ON_EXEC;
            var opened =
                    require(Posix.openAt(descriptor, text(arena, fileName), how, FILE_MODE), "Opening " + fileName);
            var file = new OpenFile(opened, fileName);
            var ordinary = Posix.requireOrdinaryFile(opened);
            if (ordinary < 0) {
                file.close();
                throw new PosixException("Opening %s as an ordinary file".formatted(fileName), -ordinary);
            }
            return file;
        }
    }

    void rename(String from, String to) throws PosixException {
        try (var arena = Arena.ofConfined()) {
            require(Posix.renameAt(descriptor, text(arena, from), text(arena, to)), "Renaming " + from);
        }
    }

    void remove(String fileName) throws PosixException {
        try (var arena = Arena.ofConfined()) {
            var removed = Posix.unlinkAt(descriptor, text(arena, fileName));
            if (removed != -Errno.ENOENT) {
                require(removed, "Removing " + fileName);
            }
        }
    }

    /** Makes new names in this folder survive a power cut. */
    void sync() throws PosixException {
        require(Posix.sync(descriptor), "Making the folder " + name + " durable");
    }

    @Override
    public void close() {
        Posix.close(descriptor);
    }

    static int require(int result, String doing) throws PosixException {
        if (result < 0) {
            throw new PosixException(doing, -result);
        }
        return result;
    }

    static void require(long result, String doing) throws PosixException {
        if (result < 0) {
            throw new PosixException(doing, (int) -result);
        }
    }

    private static MemorySegment text(Arena arena, String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Not one step down: a name of %d characters.".formatted(name.length()));
        }
        return arena.allocateFrom(name);
    }
}
