package io.atoll.storage.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A small, sound qcow2 file made by hand, to be spoiled in one place at a time. */
public final class Qcow2Bytes {
    public static final int CLUSTER = 1 << 16;
    private static final int REFCOUNT_TABLE = CLUSTER;
    private static final int REFCOUNT_BLOCK = 2 * CLUSTER;
    private static final int L1_TABLE = 3 * CLUSTER;
    private static final int V3_HEADER = 112;

    private final ByteBuffer file = ByteBuffer.allocate(4 * CLUSTER);
    private int extensionsAt = V3_HEADER;

    /** A version 3 file that describes an empty disk of 1 GiB. */
    public static Qcow2Bytes version3() {
        return new Qcow2Bytes().common(3).int32(96, 4).int32(100, V3_HEADER);
    }

    /** The same in version 2. */
    public static Qcow2Bytes version2() {
        var bytes = new Qcow2Bytes().common(2);
        bytes.extensionsAt = 72;
        return bytes;
    }

    private Qcow2Bytes common(int version) {
        int32(0, 0x514649fb)
                .int32(4, version)
                .int32(20, 16)
                .int64(24, 1L << 30)
                .int32(36, 2)
                .int64(40, L1_TABLE);
        int64(48, REFCOUNT_TABLE).int32(56, 1);
        int64(REFCOUNT_TABLE, REFCOUNT_BLOCK);
        for (var cluster = 0; cluster < 4; cluster++) {
            file.putShort(REFCOUNT_BLOCK + 2 * cluster, (short) 1);
        }
        return this;
    }

    public Qcow2Bytes int32(int offset, int value) {
        file.putInt(offset, value);
        return this;
    }

    public Qcow2Bytes int64(int offset, long value) {
        file.putLong(offset, value);
        return this;
    }

    public Qcow2Bytes int8(int offset, int value) {
        file.put(offset, (byte) value);
        return this;
    }

    /** A backing file, as an attacker would name one. */
    public Qcow2Bytes backing(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        file.put(4096, bytes);
        return int64(8, 4096).int32(16, bytes.length);
    }

    /** One more header extension, whatever its length says. */
    public Qcow2Bytes extension(int type, int claimedLength, byte[] content) {
        int32(extensionsAt, type).int32(extensionsAt + 4, claimedLength);
        file.put(extensionsAt + 8, content);
        extensionsAt += 8 + ((content.length + 7) & ~7);
        return this;
    }

    public Qcow2Bytes extension(int type, String content) {
        var bytes = content.getBytes(StandardCharsets.US_ASCII);
        return extension(type, bytes.length, bytes);
    }

    public byte[] build() {
        return file.array().clone();
    }

    public byte[] truncatedTo(int length) {
        return Arrays.copyOf(file.array(), length);
    }
}
