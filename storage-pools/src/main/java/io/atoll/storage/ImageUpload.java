package io.atoll.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.atoll.model.Bytes;
import io.atoll.storage.image.ImageInspector;
import io.atoll.storage.image.ImageLimits;
import io.atoll.storage.image.ImageVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One image on its way into the pool, bytes in order. Bad ones are refused as early as they can be told: the header after
 * its first 64 KiB, the size when it is passed, the digest at the end. Closed without {@link #finish}, it leaves nothing
 * behind. For one thread at a time.
 */
public final class ImageUpload implements AutoCloseable {
    /** So that the end does not have to wait for gigabytes that other writers on the host then wait behind. */
    private static final long SYNC_EVERY_BYTES = 256L << 20;

    private final PoolRoot root;
    private final FolderLock lock;
    private final Path part;
    private final ExpectedImage expected;
    private final ImageLimits limits;
    private final ImageStore.Completion completion;
    private final FileChannel channel;
    private final MessageDigest digest = sha256();
    private final byte[] prefix = new byte[ImageInspector.PREFIX_BYTES];
    private long receivedBytes;
    private long syncedBytes;

    ImageUpload(
            PoolRoot root,
            FolderLock lock,
            Path part,
            ExpectedImage expected,
            ImageLimits limits,
            ImageStore.Completion completion) {
        this.root = root;
        this.lock = lock;
        this.part = part;
        this.expected = expected;
        this.limits = limits;
        this.completion = completion;
        this.channel = open(part);
    }

    /** Takes the next bytes; the buffer is empty afterwards. */
    public void write(ByteBuffer bytes) {
        var count = bytes.remaining();
        var limit = expected.size() == null ? limits.maxFileSize() : expected.size();
        if (count > limit.value() - receivedBytes) {
            throw new StorageException(
                    StorageProblem.IMAGE_SIZE_MISMATCH,
                    "More than %s arrived, which is what was announced or the most an image may have.".formatted(limit),
                    "Announce the size the file has; compress it if it is too large.");
        }
        keepPrefix(bytes.duplicate());
        digest.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (receivedBytes - syncedBytes >= SYNC_EVERY_BYTES) {
                channel.force(false);
                syncedBytes = receivedBytes;
            }
        } catch (IOException e) {
            throw StorageException.io("Writing " + part, e);
        }
        var before = receivedBytes;
        receivedBytes += count;
        if (before < prefix.length && receivedBytes >= prefix.length) {
            ImageStore.requireAccepted(inspect(expected.size() == null ? largestPossible() : expected.size()));
        }
    }

    public Bytes received() {
        return new Bytes(receivedBytes);
    }

    /** Ends the image: it is complete, what was announced, and safe on the storage; or it is refused. */
    public ReceivedImage finish() {
        var size = received();
        if (expected.size() != null && !expected.size().equals(size)) {
            throw new StorageException(
                    StorageProblem.IMAGE_SIZE_MISMATCH,
                    "%s arrived, %s were announced.".formatted(size, expected.size()),
                    "Upload the image again.");
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        if (expected.sha256() != null && !expected.sha256().equals(sha256)) {
            throw new StorageException(
                    StorageProblem.IMAGE_DIGEST_MISMATCH,
                    "The bytes that arrived have the SHA-256 %s, announced was %s."
                            .formatted(sha256, expected.sha256()),
                    "Compare with the digest its publisher gives, and upload the image again.");
        }
        var accepted = ImageStore.requireAccepted(inspect(size));
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw StorageException.io("Writing " + part, e);
        }
        return completion.complete(part, accepted, size, sha256);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw StorageException.io("Closing " + part, e);
        } finally {
            root.deleteFile(part);
            lock.close();
        }
    }

    private void keepPrefix(ByteBuffer bytes) {
        if (receivedBytes < prefix.length) {
            var count = Math.min(bytes.remaining(), prefix.length - (int) receivedBytes);
            bytes.get(prefix, (int) receivedBytes, count);
        }
    }

    private ImageVerdict inspect(Bytes size) {
        var kept = Arrays.copyOf(prefix, (int) Math.min(prefix.length, receivedBytes));
        return new ImageInspector(limits).inspect(kept, size, expected.format());
    }

    /** While the size is unknown the header gets the benefit of the doubt; it is judged again at the end. */
    private Bytes largestPossible() {
        var smaller =
                Math.min(limits.maxFileSize().value(), limits.maxVirtualSize().value());
        return new Bytes(smaller - smaller % 512);
    }

    private static FileChannel open(Path part) {
        try {
            return FileChannel.open(
                    part,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw StorageException.io("Creating " + part, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
