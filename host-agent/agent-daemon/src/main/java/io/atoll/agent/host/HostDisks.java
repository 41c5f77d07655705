package io.atoll.agent.host;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the host's physical disks moved, summed up. Partitions, loops, and devices made of others (device mapper, RAID) would count
 * the same bytes again, and only a physical disk has a {@code device} in {@code /sys/block}. Fields: the kernel's
 * {@code Documentation/admin-guide/iostats.rst}.
 */
public final class HostDisks {
    /** In this file a sector is 512 bytes, whatever the disk has. */
    private static final long SECTOR_BYTES = 512;

    private static final int NAME = 2;
    private static final int READS = 3;
    private static final int SECTORS_READ = 5;
    private static final int WRITES = 7;
    private static final int SECTORS_WRITTEN = 9;

    private final KernelFiles kernel;
    private final Path sysBlock;

    public HostDisks(KernelFiles kernel, Path sysBlock) {
        this.kernel = kernel;
        this.sysBlock = sysBlock;
    }

    /** Null where the kernel shows no physical disk. */
    HostSample.@Nullable Traffic read() {
        HostSample.Traffic sum = null;
        for (var line : kernel.lines("diskstats")) {
            var words = KernelFiles.words(line);
            if (words.size() > SECTORS_WRITTEN && isPhysical(words.get(NAME))) {
                var before = sum == null ? new HostSample.Traffic(0, 0, 0, 0) : sum;
                sum = new HostSample.Traffic(
                        before.inBytesTotal() + KernelFiles.number(words.get(SECTORS_READ)) * SECTOR_BYTES,
                        before.outBytesTotal() + KernelFiles.number(words.get(SECTORS_WRITTEN)) * SECTOR_BYTES,
                        before.inCountTotal() + KernelFiles.number(words.get(READS)),
                        before.outCountTotal() + KernelFiles.number(words.get(WRITES)));
            }
        }
        return sum;
    }

    private boolean isPhysical(String name) {
        return !name.contains("/")
                && !name.startsWith(".")
                && Files.exists(sysBlock.resolve(name).resolve("device"));
    }
}
