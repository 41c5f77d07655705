package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.Bytes;
import io.atoll.model.PoolId;
import io.atoll.storage.DriverCapabilities.Capability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out how a pool is doing, and what it can do, by using it. */
final class PoolProbe {
    private final PoolId pool;
    private final PoolRoot root;
    private final QemuImg qemuImg;
    private final BoundedProbe probe;
    private volatile @Nullable Capability knownDirectIo;

    PoolProbe(PoolId pool, PoolRoot root, QemuImg qemuImg, Duration timeout) {
        this.pool = pool;
        this.root = root;
        this.qemuImg = qemuImg;
        this.probe = new BoundedProbe(this::look, timeout);
    }

    /** How the pool is doing; answers within the timeout. */
    PoolReport report() {
        return probe.ask();
    }

    private PoolReport look() {
        try {
            PoolMarker.require(root, pool);
            var store = Files.getFileStore(root.path());
            var capacity = Math.max(0, store.getTotalSpace());
            var used = Math.max(0, capacity - store.getUnallocatedSpace());
            return new PoolReport(
                    true, new Bytes(capacity), new Bytes(used), directIo().supported(), "");
        } catch (StorageException e) {
            return PoolReport.unreachable(e.detail());
        } catch (IOException e) {
            return PoolReport.unreachable("the file system does not tell its size: " + e.getMessage());
        }
    }

    DriverCapabilities capabilities() {
        return new DriverCapabilities(
                PoolMarker.SHARED_DIRECTORY,
                List.of(
                        builtIn("linked-clone", true, "qcow2 volumes name their image by a path inside the pool"),
                        builtIn("full-clone", true, "qemu-img convert"),
                        builtIn("grow-offline", true, "qemu-img resize"),
                        builtIn(
                                "live-migration",
                                true,
                                "all hosts open the same files; needs the same path on every host"),
                        builtIn("snapshots", false, "not written yet"),
                        directIo(),
                        imageLock(),
                        toolIsolation()));
    }

    private Capability toolIsolation() {
        return qemuImg.isIsolated()
                ? new Capability("tool-isolation", true, "tried: unshare started a program without network")
                : new Capability(
                        "tool-isolation", false, "tried, and failed: unshare may not make a network namespace");
    }

    private static Capability builtIn(String name, boolean supported, String evidence) {
        return new Capability(name, supported, "by design: " + evidence);
    }

    /** Tried once: it depends on the file system, and reports are frequent. */
    private Capability directIo() {
        var known = knownDirectIo;
        if (known == null) {
            known = tryDirectIo();
            knownDirectIo = known;
        }
        return known;
    }

    private Capability tryDirectIo() {
        return tried("direct-io", "a block was written to a file opened with O_DIRECT", file -> {
            var blockBytes =
                    (int) Math.max(4096, Files.getFileStore(root.path()).getBlockSize());
            var block = ByteBuffer.allocateDirect(2 * blockBytes)
                    .alignedSlice(blockBytes)
                    .limit(blockBytes);
            try (var channel = open(file, directOption())) {
                channel.write(block);
            }
        });
    }

    /** The JDK exports this option from jdk.unsupported, and javac has no way to accept the warning about that. */
    private static OpenOption directOption() throws IOException {
        try {
            var options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            for (var option : options) {
                if (option instanceof OpenOption direct && option.toString().equals("DIRECT")) {
                    return direct;
                }
            }
            throw new IOException("this Java runtime has no DIRECT open option");
        } catch (ClassNotFoundException e) {
            throw new IOException("this Java runtime cannot open files with O_DIRECT", e);
        }
    }

    private Capability imageLock() {
        return tried("image-lock", "an fcntl lock on the bytes QEMU locks was granted", file -> {
            try (var channel = open(file, StandardOpenOption.READ)) {
                if (!VolumeLock.tryOn(channel)) {
                    throw new IOException("the lock on a new file was refused");
                }
            }
        });
    }

    private static FileChannel open(Path file, OpenOption more) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, NOFOLLOW_LINKS, more);
    }

    /** Something done to a file of its own in the pool. */
    private interface Attempt {
        void on(Path file) throws IOException;
    }

    private Capability tried(String name, String success, Attempt attempt) {
        Path file = null;
        try {
            file = Files.createTempFile(root.path(), PoolMarker.FILE_NAME + "-probe-", "");
            attempt.on(file);
            return new Capability(name, true, "tried: " + success);
        } catch (IOException | UnsupportedOperationException e) {
            return new Capability(name, false, "tried, and failed: " + e.getMessage());
        } finally {
            if (file != null) {
                root.deleteFile(file);
            }
        }
    }
}
