package io.atoll.ha.storage;

import io.atoll.ha.os.Errno;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import io.atoll.model.HostId;
import java.io.IOException;
import java.util.UUID;

/**
 * The block on a pool by which the HA leader reaches a host that ZooKeeper does not hear. It asks, it proves nothing: what the host
 * did is said in the VMs' {@link EpochBlock}s. Waits for the storage: use it through {@link PoolChannel#run}.
 */
public final class OrderBlock {
    private static final int READ_FLAGS = OpenFlags.READ | OpenFlags.DIRECT;
    private static final int WRITE_FLAGS =
            OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.DIRECT | OpenFlags.DATA_SYNC;

    private final PoolLocation pool;
    private final UUID installation;
    private final HostId host;
    private final BlockBuffer block = new BlockBuffer();

    public OrderBlock(PoolLocation pool, UUID installation, HostId host) {
        this.pool = pool;
        this.installation = installation;
        this.host = host;
    }

    /** The name of the orders to a host in {@code .atoll/ha} of a pool. */
    public static String fileName(HostId host) {
        return host + ".order";
    }

    public OrderReading read() {
        try (var folder = ConfinedFolder.open(pool, ConfinedFolder.HA);
                var file = folder.file(fileName(host), READ_FLAGS)) {
            var count = Posix.read(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
            ConfinedFolder.require(count, "Reading the order to host " + host);
            return count == BlockBuffer.BYTES
                    ? OrderContent.decodeFrom(block, installation, host)
                    : new OrderReading.Unreadable("The order to host %s has %d bytes.".formatted(host, count));
        } catch (IOException e) {
            return e instanceof PosixException refused && refused.errorNumber() == Errno.ENOENT
                    ? new OrderReading.Missing()
                    : new OrderReading.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Replaces what was ordered of this host before. */
    public void write(OrderContent content) throws IOException {
        if (!content.host().equals(host) || !content.installation().equals(installation)) {
            throw new IllegalArgumentException(
                    "The block of host %s cannot hold an order to host %s.".formatted(host, content.host()));
        }
        content.encodeTo(block);
        try (var folder = ConfinedFolder.openOrMake(pool, ConfinedFolder.HA);
                var file = folder.file(fileName(host), WRITE_FLAGS)) {
            var written = Posix.write(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
            ConfinedFolder.require(written, "Writing the order to host " + host);
            if (written != BlockBuffer.BYTES) {
                throw new IOException("Only %d bytes of the order to host %s were written.".formatted(written, host));
            }
            folder.sync();
        }
    }
}
