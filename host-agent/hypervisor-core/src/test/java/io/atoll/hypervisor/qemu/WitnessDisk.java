package io.atoll.hypervisor.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A disk whose boot sector is the whole guest; see src/test/witness/witness.S for what it does. */
public final class WitnessDisk {

    private static final int SECTOR_BYTES = 512;
    private static final int DISK_BYTES = 1 << 20;
    private static final int DEAF_OFFSET = 0x1fd;
    private static final int SIGNATURE_OFFSET = 0x1fe;

    private static final byte[] CODE = HexFormat.of()
            .parseHex("fa31c08ed88ec08ed0bc007c8816fa7cfcbf007eb90001f3abb0ffe6a1ba0206"
                    + "b80001effbbeed7ce8a800f4e89400a16c043b06f87c7449a3f87c66ff06007e"
                    + "b054e8a100668b1e007eb9080066c1c30488d8240f04303c3976020427e88600"
                    + "e2ebb00ae87f00f606007e0f7513befc7c8a16fa7cb80043cd137305b021e865"
                    + "00803efd7d4474a36631c9bad00c6689c866efbac40c66ed6685c07405bac80c"
                    + "66ef4183f92072e3ba0006eda900010f8478ffbef27ce81a00ba0406b80020ef"
                    + "e968ffbafd03eca8017407baf803eceeebf1c3ac84c074fae80b0056b40ebb07"
                    + "00cd105eebed52baf803ee5ac355500d0a004f46460d0a000000009010000100"
                    + "007e000001");

    private WitnessDisk() {}

    public static Path create(Path file, boolean deaf) throws IOException {
        var disk = new byte[DISK_BYTES];
        System.arraycopy(CODE, 0, disk, 0, CODE.length);
        disk[DEAF_OFFSET] = (byte) (deaf ? 'D' : 0);
        disk[SIGNATURE_OFFSET] = 0x55;
        disk[SIGNATURE_OFFSET + 1] = (byte) 0xaa;
        return Files.write(file, disk);
    }

    /** The counter as last written to the disk. */
    static long counterOnDisk(Path file) throws IOException {
        try (var disk = new RandomAccessFile(file.toFile(), "r")) {
            disk.seek(SECTOR_BYTES);
            return Integer.toUnsignedLong(Integer.reverseBytes(disk.readInt()));
        }
    }

    /** The last whole counter on the serial line; 0 when there is none. */
    public static long heartbeat(Path serialLog) {
        try {
            if (!Files.exists(serialLog)) {
                return 0;
            }
            var text = Files.readString(serialLog, StandardCharsets.ISO_8859_1);
            var end = text.lastIndexOf('\n');
            var start = text.lastIndexOf('T', end);
            return start >= 0 && end - start == 9 ? Long.parseLong(text.substring(start + 1, end), 16) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
