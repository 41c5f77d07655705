package io.atoll.ha.storage;

import io.atoll.ha.os.Errno;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import io.atoll.model.HostId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out by trying whether a pool can carry leases: blocks written and read past every cache, locks that other openers
 * see, rename. Waits for the storage: use it through {@link PoolChannel#run}. It cannot find out whether the storage lies.
 */
public final class PoolProbe {
    private static final byte PATTERN = 0x5a;

    private final PoolLocation pool;
    private final String name;

    /**
     * For one pool.
     *
     * @param host whose probe file this is, so that two hosts may probe at once
     */
    public PoolProbe(PoolLocation pool, HostId host) {
        this.pool = pool;
        this.name = ".probe-" + host;
    }

    public HaCapability probe() {
        try (var folder = ConfinedFolder.openOrMake(pool, ConfinedFolder.HA)) {
            var missing = new ArrayList<String>();
            try {
                blocks(folder, missing);
                locks(folder, missing);
                rename(folder, missing);
            } finally {
                folder.remove(name);
                folder.remove(name + "-2");
            }
            return new HaCapability(missing);
        } catch (IOException e) {
            return new HaCapability(List.of(String.valueOf(e.getMessage())));
        }
    }

    private void blocks(ConfinedFolder folder, List<String> missing) throws PosixException {
        var block = new BlockBuffer();
        block.memory().fill(PATTERN);
        var flags = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.DIRECT | OpenFlags.DATA_SYNC;
        try (var file = folder.file(name, flags)) {
            var written = Posix.write(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
            block.memory().fill((byte) 0);
            var read = Posix.read(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
            if (written != BlockBuffer.BYTES
                    || read != BlockBuffer.BYTES
                    || block.bytes().get(0) != PATTERN) {
                missing.add("Blocks of 4,096 bytes cannot be written and read past the cache (O_DIRECT, O_DSYNC): %s."
                        .formatted(Errno.text((int) -Math.min(written, read))));
            }
        } catch (PosixException e) {
            missing.add("Files cannot be opened past the cache (O_DIRECT, O_DSYNC). " + e.getMessage());
            folder.file(name, OpenFlags.READ_WRITE | OpenFlags.CREATE).close(); // for the other questions
        }
    }

    private void locks(ConfinedFolder folder, List<String> missing) throws PosixException {
        try (var first = folder.file(name, OpenFlags.READ_WRITE);
                var second = folder.file(name, OpenFlags.READ_WRITE)) {
            var got = Posix.lockRange(first.descriptor(), 0, BlockBuffer.BYTES);
            var refused = Posix.lockRange(second.descriptor(), 0, BlockBuffer.BYTES);
            if (got < 0) {
                missing.add(
                        "Files cannot be locked: %s. QEMU's image lock would not work.".formatted(Errno.text(-got)));
            } else if (refused != -Errno.EAGAIN && refused != -Errno.EACCES) {
                missing.add("A locked file can be locked a second time, so QEMU's image lock would not work.");
            }
        }
    }

    private void rename(ConfinedFolder folder, List<String> missing) {
        try {
            folder.rename(name, name + "-2");
            folder.sync();
        } catch (PosixException e) {
            missing.add("Files cannot be renamed. " + e.getMessage());
        }
    }
}
