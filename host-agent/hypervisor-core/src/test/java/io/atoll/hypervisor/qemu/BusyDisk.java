package io.atoll.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A disk whose boot sector never stops writing to memory: 448 KiB from 0x10000 on, again and again, each time with other words.
 *
 * <pre>
 *         xorw %ax, %ax
 * again:  movw $0x1000, %bx
 * next:   movw %bx, %es
 *         xorw %di, %di
 *         movw $0x8000, %cx
 *         rep stosw
 *         incw %ax
 *         addw $0x1000, %bx
 *         cmpw $0x8000, %bx
 *         jne  next
 *         jmp  again
 * </pre>
 */
final class BusyDisk {
    static final int WRITTEN_BYTES = 0x70000;

    private static final int DISK_BYTES = 1 << 20;
    private static final int SIGNATURE_OFFSET = 0x1fe;
    private static final byte[] CODE =
            HexFormat.of().parseHex("31c0bb00108ec331ffb90080f3ab4081c3001081fb008075ecebe7");

    private BusyDisk() {}

    static Path create(Path file) throws IOException {
        var disk = new byte[DISK_BYTES];
        System.arraycopy(CODE, 0, disk, 0, CODE.length);
        disk[SIGNATURE_OFFSET] = 0x55;
        disk[SIGNATURE_OFFSET + 1] = (byte) 0xaa;
        return Files.write(file, disk);
    }
}
