package io.atoll.hypervisor.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Cuts back logs that another process keeps open for appending: the newest half of the limit moves to a second file, the
 * log itself starts over. A guest that writes without end so takes up a bounded amount of disk.
 */
final class LogTrimmer {

    private final long limitBytes;

    LogTrimmer(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Whether the log had to be cut back. Bytes written meanwhile may be lost. */
    boolean trim(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= limitBytes) {
            return false;
        }
        var older = VmFolder.olderPart(log);
        var temporary = older.resolveSibling(older.getFileName() + ".tmp");
        try (var in = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var out = FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var keep = limitBytes / 2;
            var position = Math.max(0, in.size() - keep);
            out.transferFrom(in.position(position), 0, keep);
            in.truncate(0);
        }
        Files.move(temporary, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
