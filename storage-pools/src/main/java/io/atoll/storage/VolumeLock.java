package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The image locks of a VM's disks, held for as long as the disks are being taken away. QEMU marks what it does with an image
 * by read locks on single bytes from 100 and from 200 on; a write lock on that range is granted only while no QEMU on any
 * host has the image open, and keeps every QEMU from opening it.
 */
final class VolumeLock implements AutoCloseable {
    private static final long FIRST_BYTE = 100;
    private static final long BYTE_COUNT = 200;

    private final List<FileChannel> channels;

    private VolumeLock(List<FileChannel> channels) {
        this.channels = channels;
    }

    /** Takes the locks of all these files, or none of them. */
    static VolumeLock acquire(List<Path> files) {
        var lock = new VolumeLock(new ArrayList<>());
        var complete = false;
        try {
            for (var file : files) {
                lock.add(file);
            }
            complete = true;
            return lock;
        } finally {
            if (!complete) {
                lock.close();
            }
        }
    }

    static boolean tryOn(FileChannel channel) throws IOException {
        return channel.tryLock(FIRST_BYTE, BYTE_COUNT, false) != null;
    }

    private void add(Path file) {
        try {
            var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
            channels.add(channel);
            if (!tryOn(channel)) {
                throw new StorageException(
                        StorageProblem.VOLUME_IN_USE,
                        "%s is open in a QEMU, on this host or another.".formatted(file),
                        "Stop the VM first.");
            }
        } catch (IOException e) {
            throw StorageException.io("Locking " + file, e);
        }
    }

    @Override
    public void close() {
        for (var channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw StorageException.io("Unlocking a volume", e);
            }
        }
    }
}
