package io.atoll.ha.storage;

import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.model.HostId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A host's own slot on one pool. Waits for the storage, as long as the storage takes: give each pool a thread. Opens its
 * file anew after a failure, since the pool may have been mounted anew. For one thread.
 */
public final class LeaseSlot implements AutoCloseable {
    private static final int FLAGS = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.DIRECT | OpenFlags.DATA_SYNC;

    private final PoolLocation pool;
    private final HostId host;
    private final BlockBuffer block = new BlockBuffer();
    private ConfinedFolder.@Nullable OpenFile file;

    public LeaseSlot(PoolLocation pool, HostId host) {
        this.pool = pool;
        this.host = host;
    }

    /** The name of a host's slot in {@code .atoll/ha} of a pool. */
    public static String fileName(HostId host) {
        return host + ".slot";
    }

    /** When this returns, the content is on the storage. After a failure nobody knows whether it is. */
    public void write(SlotContent content) throws IOException {
        if (!content.host().equals(host)) {
            throw new IllegalArgumentException(
                    "The slot of host %s cannot say something of host %s.".formatted(host, content.host()));
        }
        content.encodeTo(block);
        try {
            var open = opened();
            var written = Posix.write(open.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
            ConfinedFolder.require(written, "Writing the slot on pool " + pool.pool());
            if (written != BlockBuffer.BYTES) {
                throw new IOException(
                        "Only %d bytes of the slot on pool %s were written.".formatted(written, pool.pool()));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private ConfinedFolder.OpenFile opened() throws IOException {
        var open = file;
        if (open != null && Posix.requireOrdinaryFile(open.descriptor()) < 0) {
            close(); // somebody removed or replaced it; nobody would read what goes there
            open = null;
        }
        if (open == null) {
            try (var folder = ConfinedFolder.openOrMake(pool, ConfinedFolder.HA)) {
                open = folder.file(fileName(host), FLAGS);
                folder.sync();
            }
            file = open;
        }
        return open;
    }

    @Override
    public void close() {
        var open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
