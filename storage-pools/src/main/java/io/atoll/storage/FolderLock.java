package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation at a time on the folder of an image or a VM, across all hosts that see the storage; readers may share. The
 * kernel gives the lock back when the process ends, so a crash leaves nothing to clean up.
 */
final class FolderLock implements AutoCloseable {
    private static final String LOCK_FILE = ".lock";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

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

    /** Short work of others, such as a spec that is written, is waited for; long work is told of at once thereafter. */
    private static FolderLock acquire(Path file, boolean shared) {
        var began = System.nanoTime();
        var lock = tryAcquire(file, shared);
        while (lock == null) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw busy(file);
            }
            pause(file);
            lock = tryAcquire(file, shared);
        }
        return lock;
    }

    private static void pause(Path file) {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw busy(file);
        }
    }

    private static @Nullable FolderLock tryAcquire(Path file, boolean shared) {
        synchronized (HELD) {
            var held = HELD.get(file);
            if (held != null) {
                if (!shared || !held.shared) {
                    return null;
                }
                held.holders++;
                return new FolderLock(file);
            }
            var channel = tryLock(file, shared);
            if (channel == null) {
                return null;
            }
            HELD.put(file, new Holding(channel, shared));
            return new FolderLock(file);
        }
    }

    private static @Nullable FileChannel tryLock(Path file, boolean shared) {
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
            return locked ? channel : null;
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
