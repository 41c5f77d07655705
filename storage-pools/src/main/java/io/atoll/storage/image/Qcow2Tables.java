package io.atoll.storage.image;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageInspector.FileReader;
import io.atoll.storage.image.Qcow2Header.TablePlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Looks through the level-1 and the reference count table of a qcow2 image, a bounded piece at a time. */
final class Qcow2Tables {
    private static final int PIECE_BYTES = 64 * 1024;

    /** Bits 9 to 55 of an entry of either table are an offset into the file; bit 63 of a level-1 entry is a flag. */
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;

    private static final long COPIED_FLAG = 1L << 63;

    private Qcow2Tables() {}

    static @Nullable ImageRefusal check(Qcow2Header header, Bytes fileSize, FileReader file) throws IOException {
        var level1 = checkTable("level-1 table", header, header.l1Table(), fileSize, file);
        return level1 != null
                ? level1
                : checkTable("reference count table", header, header.refcountTable(), fileSize, file);
    }

    private static @Nullable ImageRefusal checkTable(
            String name, Qcow2Header header, TablePlace table, Bytes fileSize, FileReader file) throws IOException {
        var lengthBytes = (long) table.entryCount() * Long.BYTES;
        for (var done = 0L; done < lengthBytes; done += PIECE_BYTES) {
            var piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, lengthBytes - done));
            file.read(piece, table.offsetBytes() + done);
            for (var i = 0; i < piece.capacity(); i += Long.BYTES) {
                var refusal = checkEntry(name, piece.getLong(i), header.clusterSizeBytes(), fileSize);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static @Nullable ImageRefusal checkEntry(String name, long entry, long clusterSizeBytes, Bytes fileSize) {
        var offset = entry & OFFSET_MASK;
        var reserved = entry & ~OFFSET_MASK & ~COPIED_FLAG;
        if (reserved != 0 || offset % clusterSizeBytes != 0) {
            return new ImageRefusal(
                    ImageCheck.TABLES,
                    "the %s has the entry 0x%016x".formatted(name, entry),
                    "entries are multiples of the cluster size (%d)".formatted(clusterSizeBytes),
                    "The file is damaged or made to attack; make it anew with qemu-img convert -O qcow2.");
        }
        if (offset >= fileSize.value()) {
            return new ImageRefusal(
                    ImageCheck.TRUNCATED,
                    "the %s leads to offset %d".formatted(name, offset),
                    "the file ends at %d".formatted(fileSize.value()),
                    "Upload the whole file; compare its size and SHA-256 with the original.");
        }
        return null;
    }
}
