package io.atoll.ha.enforcer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.atoll.ha.os.Errno;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cgroup in the unified hierarchy: the only kind in which what is frozen can be ended. Keeps its files open, so that
 * freezing and killing need no memory and no path. For one thread.
 */
final class ControlGroup implements AutoCloseable {
    private static final int TEXT_BYTES = 256;
    private static final int CLOSED = -1;

    private final Path folder;
    private final MemorySegment text = Arena.ofAuto().allocate(TEXT_BYTES);
    private final MemorySegment one = Arena.global().allocateFrom("1\n");
    private final MemorySegment zero = Arena.global().allocateFrom("0\n");
    private int freeze = CLOSED;
    private int kill = CLOSED;
    private int events = CLOSED;
    private int error;
    private boolean populated;
    private boolean frozen;

    ControlGroup(Path folder) {
        this.folder = folder;
    }

    /** Looks again. False when the cgroup cannot be read: nothing is known then. */
    boolean look() {
        if (events == CLOSED && !open()) {
            return false;
        }
        var count = Posix.read(events, text, TEXT_BYTES, 0);
        if (count <= 0) {
            error = count == 0 ? Errno.EIO : (int) -count;
            close(); // removed, perhaps: a cgroup can only be removed when it is empty; the next look makes it again
            return false;
        }
        populated = value("populated ", (int) count);
        frozen = value("frozen ", (int) count);
        error = 0;
        return true;
    }

    /** Whether a process was in it, or in a cgroup below it, at the last look. */
    boolean isPopulated() {
        return populated;
    }

    /** Whether everything in it had come to a stop at the last look. */
    boolean isFrozen() {
        return frozen;
    }

    /** Whether it is told to stand still, whoever said so; asks the kernel. */
    boolean shallBeFrozen() {
        return Posix.read(freeze, text, TEXT_BYTES, 0) > 0 && text.get(JAVA_BYTE, 0) == '1';
    }

    void freeze() {
        command(freeze, one);
    }

    void thaw() {
        command(freeze, zero);
    }

    void kill() {
        command(kill, one);
    }

    /** Of the last thing that failed; 0 when the last look worked. */
    int error() {
        return error;
    }

    private void command(int descriptor, MemorySegment what) {
        var written = Posix.write(descriptor, what, 2, 0);
        if (written < 0) {
            error = (int) -written;
        }
    }

    private boolean value(String key, int count) {
        for (var at = 0; at + key.length() < count; at++) {
            var same = 0;
            while (same < key.length() && text.get(JAVA_BYTE, (long) at + same) == key.charAt(same)) {
                same++;
            }
            if (same == key.length()) {
                return text.get(JAVA_BYTE, (long) at + same) == '1';
            }
        }
        return false;
    }

    private boolean open() {
        try {
            Files.createDirectories(folder);
        } catch (IOException _) {
            error = Errno.ENOENT;
            return false;
        }
        freeze = open("cgroup.freeze", OpenFlags.READ_WRITE);
        kill = open("cgroup.kill", OpenFlags.WRITE);
        events = open("cgroup.events", OpenFlags.READ);
        if (freeze < 0 || kill < 0 || events < 0) {
            error = -Math.min(freeze, Math.min(kill, events));
            close();
            return false;
        }
        return true;
    }

    private int open(String file, int flags) {
        try (var arena = Arena.ofConfined()) {
            return Posix.openAt(
                    Posix.CURRENT_DIRECTORY,
                    arena.allocateFrom(folder.resolve(file).toString()),
                    flags | OpenFlags.CLOSE_ON_EXEC,
                    0);
        }
    }

    @Override
    public void close() {
        freeze = closed(freeze);
        kill = closed(kill);
        events = closed(events);
    }

    private static int closed(int descriptor) {
        if (descriptor >= 0) {
            Posix.close(descriptor);
        }
        return CLOSED;
    }
}
