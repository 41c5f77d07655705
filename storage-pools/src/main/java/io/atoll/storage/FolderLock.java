package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * One operation at a time on the folder of an image or a VM, across all hosts that see the storage; readers may share. The
 * kernel gives the lock back when the process ends, so a crash leaves nothing to clean up.
 */
final class FolderLock implements AutoCloseable {
    private static final String LOCK_FILE = ".lock";

    /**
     * A file lock belongs to the whole process, which may not ask twice for one it has; so holders in this process are
     * counted here, and the file is opened once.
     */
    private static final Map<Path, Holding> HELD = new HashMap<>();

    private final Path file;

    private FolderLock(Path file) {
        this.file = file;
    }

    private static final class Holding {
        private final FileChannel channel;
        private final boolean shared;
        private int holders = 1;

        Holding(FileChannel channel, boolean shared) {
            this.channel = channel;
            this.shared = shared;
        }
    }

    static FolderLock exclusive(PoolRoot root, Path folder) {
        return acquire(root.file(folder, LOCK_FILE), false);
    }

    static FolderLock shared(PoolRoot root, Path folder) {
        return acquire(root.file(folder, LOCK_FILE), true);
    }

    private static FolderLock acquire(Path file, boolean shared) {
        synchronized (HELD) {
            var held = HELD.get(file);
            if (held != null) {
                if (!shared || !held.shared) {
                    throw busy(file);
                }
                held.holders++;
                return new FolderLock(file);
            }
            HELD.put(file, new Holding(lock(file, shared), shared));
            return new FolderLock(file);
        }
    }

    private static FileChannel lock(Path file, boolean shared) {
        try {
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, NOFOLLOW_LINKS);
            var locked = false;
            try {
                locked = channel.tryLock(0, Long.MAX_VALUE, shared) != null;
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            if (!locked) {
                throw busy(file);
            }
            return channel;
        } catch (IOException e) {
            throw StorageException.io("Locking " + file, e);
        }
    }

    private static StorageException busy(Path file) {
        return new StorageException(
                StorageProblem.STORAGE_BUSY,
                "Another operation works in %s, on this host or another.".formatted(file.getParent()),
                "Try again when it has ended.");
    }

    @Override
    public void close() {
        synchronized (HELD) {
            var held = HELD.get(file);
            if (held == null || --held.holders > 0) {
                return;
            }
            HELD.remove(file);
            try {
                held.channel.close();
            } catch (IOException e) {
                throw StorageException.io("Unlocking " + file, e);
            }
        }
    }
}
