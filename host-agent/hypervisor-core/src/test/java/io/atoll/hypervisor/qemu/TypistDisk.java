package io.atoll.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A disk whose boot sector says on the serial line what is typed; see src/test/witness/keys.S. */
final class TypistDisk {

    private static final int DISK_BYTES = 1 << 20;
    private static final int SIGNATURE_OFFSET = 0x1fe;

    private static final byte[] CODE = HexFormat.of().parseHex("fbbaf803b03eee31c0cd16baf803eeb40ebb0700cd10ebef");

    private TypistDisk() {}

    static Path create(Path file) throws IOException {
        return create(file, CODE);
    }

    /** Any boot sector. */
    static Path create(Path file, byte[] code) throws IOException {
        var disk = new byte[DISK_BYTES];
        System.arraycopy(code, 0, disk, 0, code.length);
        disk[SIGNATURE_OFFSET] = 0x55;
        disk[SIGNATURE_OFFSET + 1] = (byte) 0xaa;
        return Files.write(file, disk);
    }
}
