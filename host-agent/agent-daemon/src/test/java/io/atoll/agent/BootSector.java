package io.atoll.agent;

/** The smallest guest: boots from its disk and writes a dot to the serial line with every tick of the clock, for ever. */
final class BootSector {
    static final int DISK_BYTES = 1 << 20;

    private BootSector() {}

    /** A raw disk of 1 MiB: enable interrupts; wait for one; write a dot to port 0x3f8; and again. */
    static byte[] rawDisk() {
        var disk = new byte[DISK_BYTES];
        var code = new int[] {0xfb, 0xf4, 0xba, 0xf8, 0x03, 0xb0, '.', 0xee, 0xeb, 0xf7};
        for (var at = 0; at < code.length; at++) {
            disk[at] = (byte) code[at];
        }
        disk[510] = (byte) 0x55;
        disk[511] = (byte) 0xaa;
        return disk;
    }
}
