package io.atoll.ha.enforcer;

import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** A lock that the kernel takes back when the process that has it is gone to its last thread, however it went. */
final class ProcessLock implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;

    private final int descriptor;

    private ProcessLock(int descriptor) {
        this.descriptor = descriptor;
    }

    static ProcessLock open(Path file) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var opened = Posix.openAt(
                    Posix.CURRENT_DIRECTORY,
                    arena.allocateFrom(file.toString()),
                    OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC,
                    OWNER_ONLY);
            if (opened < 0) {
                throw new PosixException("Opening the lock " + file, -opened);
            }
            return new ProcessLock(opened);
        }
    }

    static Path ofSide(Path runDirectory, Side side) {
        return runDirectory.resolve("enforcer-" + side + ".lock");
    }

    /** Whether it is ours now; never waits. */
    boolean take() {
        return Posix.lock(descriptor, Posix.LOCK_EXCLUSIVE_NOW) == 0;
    }

    void giveBack() {
        Posix.lock(descriptor, Posix.UNLOCK);
    }

    @Override
    public void close() {
        Posix.close(descriptor);
    }
}
