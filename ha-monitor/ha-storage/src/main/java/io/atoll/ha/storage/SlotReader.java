package io.atoll.ha.storage;

import io.atoll.ha.os.Errno;
import io.atoll.ha.os.OpenFlags;
import io.atoll.ha.os.Posix;
import io.atoll.ha.os.PosixException;
import io.atoll.model.HostId;
import java.io.IOException;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Reads slots of one pool, waiting as long as the storage takes. Opens everything anew each time: a file that stayed open
 * would tell of a pool that is no longer mounted, and NFS looks at the server when a file is opened.
 */
final class SlotReader {
    private final PoolLocation pool;
    private final UUID installation;
    private final BlockBuffer block = new BlockBuffer();

    SlotReader(PoolLocation pool, UUID installation) {
        this.pool = pool;
        this.installation = installation;
    }

    SortedMap<HostId, SlotReading> read(Collection<HostId> hosts) {
        var start = BootClock.nanos();
        var readings = new TreeMap<HostId, SlotReading>();
        try (var folder = ConfinedFolder.open(pool, ConfinedFolder.HA)) {
            for (var host : hosts) {
                readings.put(host, read(folder, host));
            }
        } catch (IOException e) {
            var end = BootClock.nanos();
            for (var host : hosts) {
                readings.put(host, new SlotReading.Unreadable(message(e), start, end));
            }
        }
        return readings;
    }

    private SlotReading read(ConfinedFolder folder, HostId host) {
        var start = BootClock.nanos();
        try (var file = folder.file(LeaseSlot.fileName(host), OpenFlags.READ | OpenFlags.DIRECT)) {
            var count = Posix.read(file.descriptor(), block.memory(), BlockBuffer.BYTES, 0);
            ConfinedFolder.require(count, "Reading the slot of host " + host);
            var end = BootClock.nanos();
            if (count != BlockBuffer.BYTES) {
                return new SlotReading.Unreadable(
                        "The slot of host %s has %d bytes instead of %d.".formatted(host, count, BlockBuffer.BYTES),
                        start,
                        end);
            }
            return understood(host, start, end);
        } catch (PosixException e) {
            return e.errorNumber() == Errno.ENOENT
                    ? new SlotReading.Missing(start, BootClock.nanos())
                    : new SlotReading.Unreadable(message(e), start, BootClock.nanos());
        }
    }

    private SlotReading understood(HostId host, long start, long end) {
        return switch (SlotContent.decodeFrom(block)) {
            case SlotContent.Decoded.Damaged(var why) ->
                new SlotReading.Unreadable("The slot of host %s cannot be read: %s.".formatted(host, why), start, end);
            case SlotContent.Decoded.Slot(var content) -> {
                if (!content.host().equals(host) || !content.installation().equals(installation)) {
                    yield new SlotReading.Unreadable(
                            "The slot of host %s holds the block of host %s of installation %s."
                                    .formatted(host, content.host(), content.installation()),
                            start,
                            end);
                }
                yield new SlotReading.Value(content, start, end);
            }
        };
    }

    private static String message(IOException e) {
        return String.valueOf(e.getMessage());
    }
}
