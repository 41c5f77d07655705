package io.atoll.ha.storage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * 4,096 bytes at an address that direct I/O takes. The first 8 bytes say what kind of block it is, the next 4 which format;
 * the last 4 hold the CRC32C of all before them. Numbers are big-endian.
 */
final class BlockBuffer {
    static final int BYTES = 4096;
    static final int BODY = 12;
    private static final int CHECKSUM = BYTES - Integer.BYTES;

    private final MemorySegment memory;
    private final ByteBuffer bytes;

    BlockBuffer() {
        memory = Arena.ofAuto().allocate(BYTES, BYTES);
        bytes = memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    }

    MemorySegment memory() {
        return memory;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Empties the block and writes its head. */
    void begin(long magic, int format) {
        memory.fill((byte) 0);
        bytes.putLong(0, magic).putInt(Long.BYTES, format);
    }

    /** Writes the checksum; the block is complete then. */
    void seal() {
        bytes.putInt(CHECKSUM, checksum());
    }

    private int checksum() {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, CHECKSUM));
        return (int) crc.getValue();
    }

    /** Why the block says nothing, or an empty text when it checks. */
    String damage(long magic, int format, int bodyEnd) {
        if (bytes.getLong(0) == 0) {
            return "it holds zeros where its kind should be";
        }
        if (bytes.getLong(0) != magic) {
            return "it is a block of another kind";
        }
        if (bytes.getInt(CHECKSUM) != checksum()) {
            return "its checksum does not fit its content";
        }
        if (bytes.getInt(Long.BYTES) != format) {
            return "it has format %d, this program knows %d".formatted(bytes.getInt(Long.BYTES), format);
        }
        for (var at = bodyEnd; at < CHECKSUM; at++) {
            if (bytes.get(at) != 0) {
                return "it has bytes that mean nothing at position %d".formatted(at);
            }
        }
        return "";
    }
}
