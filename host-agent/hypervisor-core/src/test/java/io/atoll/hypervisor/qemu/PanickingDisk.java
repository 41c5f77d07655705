package io.atoll.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A disk whose boot sector panics at once, by the device made for it; see src/test/witness/panic.S. */
final class PanickingDisk {

    private static final int DISK_BYTES = 1 << 20;
    private static final int SIGNATURE_OFFSET = 0x1fe;

    private static final byte[] CODE = HexFormat.of()
            .parseHex("fa31c08ed8660f0116507c0f20c00c010f22c0bb08008ec324fe0f22c066b810"
                    + "380080baf80c66efbafc0c66ed24f06689c7b00126678807f4ebfd8db4000090"
                    + "0000000000000000ffff00000092cf000f00407c0000");

    private PanickingDisk() {}

    static Path create(Path file) throws IOException {
        var disk = new byte[DISK_BYTES];
        System.arraycopy(CODE, 0, disk, 0, CODE.length);
        disk[SIGNATURE_OFFSET] = 0x55;
        disk[SIGNATURE_OFFSET + 1] = (byte) 0xaa;
        return Files.write(file, disk);
    }
}
