package io.atoll.storage.image;

import static io.atoll.storage.image.ImageCheck.BACKING_FILE;
import static io.atoll.storage.image.ImageCheck.CLUSTER_SIZE;
import static io.atoll.storage.image.ImageCheck.COMPRESSION;
import static io.atoll.storage.image.ImageCheck.DATA_FILE;
import static io.atoll.storage.image.ImageCheck.ENCRYPTION;
import static io.atoll.storage.image.ImageCheck.FEATURES;
import static io.atoll.storage.image.ImageCheck.FORMAT;
import static io.atoll.storage.image.ImageCheck.HEADER;
import static io.atoll.storage.image.ImageCheck.L1_TABLE;
import static io.atoll.storage.image.ImageCheck.REFCOUNTS;
import static io.atoll.storage.image.ImageCheck.SNAPSHOTS;
import static io.atoll.storage.image.ImageCheck.TRUNCATED;
import static io.atoll.storage.image.ImageCheck.VERSION;
import static io.atoll.storage.image.ImageCheck.VIRTUAL_SIZE;

import io.atoll.model.Bytes;
import io.atoll.storage.image.Qcow2Header.Reading;
import io.atoll.storage.image.Qcow2Header.TablePlace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one qcow2 header, version 2 or 3, from the first bytes of a file. Every number is judged before it is used for
 * anything; offsets and sizes are unsigned 64 bit in the format, so whatever is negative here is far too large.
 */
final class Qcow2HeaderReader {
    private static final int MAGIC = 0x514649fb;
    private static final int V2_HEADER_BYTES = 72;
    private static final int V3_HEADER_BYTES = 104;
    private static final int MIN_CLUSTER_BITS = 9;
    private static final int MAX_CLUSTER_BITS = 21;
    private static final int MAX_REFCOUNT_ORDER = 6;
    private static final long MAX_L1_BYTES = 32L << 20;
    private static final long MAX_REFCOUNT_TABLE_BYTES = 8L << 20;
    private static final int MAX_SNAPSHOTS = 64;
    private static final int MAX_BACKING_NAME_BYTES = 1023;

    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long EXTERNAL_DATA_FILE = 1 << 2;
    private static final long COMPRESSION_TYPE = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;
    private static final long KNOWN_INCOMPATIBLE =
            DIRTY | CORRUPT | EXTERNAL_DATA_FILE | COMPRESSION_TYPE | EXTENDED_L2;

    private static final String DAMAGED =
            "The file is damaged or made to attack; make it anew with qemu-img convert -O qcow2.";

    private final ByteBuffer header;
    private final long fileSizeBytes;
    private final Bytes maxVirtualSize;

    private Qcow2HeaderReader(byte[] prefix, Bytes fileSize, Bytes maxVirtualSize) {
        this.header = ByteBuffer.wrap(prefix).asReadOnlyBuffer();
        this.fileSizeBytes = fileSize.value();
        this.maxVirtualSize = maxVirtualSize;
    }

    static Reading read(byte[] prefix, Bytes fileSize, Bytes maxVirtualSize) {
        return new Qcow2HeaderReader(prefix, fileSize, maxVirtualSize).read();
    }

    private Reading read() {
        List<Supplier<@Nullable ImageRefusal>> checks = List.of(
                this::checkMagicAndVersion,
                this::checkHeaderLength,
                this::checkClusterSize,
                this::checkEncryption,
                this::checkFeatures,
                this::checkCompressionType,
                this::checkVirtualSize,
                this::checkL1Table,
                this::checkRefcounts,
                this::checkSnapshots,
                this::checkBackingName);
        for (var check : checks) {
            var refusal = check.get();
            if (refusal != null) {
                return new Reading.Refused(refusal);
            }
        }
        return readExtensions();
    }

    private Reading readExtensions() {
        var extensions = Qcow2Extensions.read(header, headerLength(), extensionsEnd(), extensionsMayGoOn());
        return switch (extensions) {
            case Qcow2Extensions.Refused(var refusal) -> new Reading.Refused(refusal);
            case Qcow2Extensions.Found(var backingFormat) ->
                new Reading.Read(new Qcow2Header(
                        version(),
                        new Bytes(virtualSize()),
                        clusterBits(),
                        new TablePlace(header.getLong(40), header.getInt(36)),
                        new TablePlace(header.getLong(48), (int) (refcountTableBytes() / Long.BYTES)),
                        backingFile(),
                        backingFormat));
        };
    }

    private @Nullable ImageRefusal checkMagicAndVersion() {
        if (header.limit() < V2_HEADER_BYTES) {
            return refuse(
                    TRUNCATED,
                    "the file has %d bytes".formatted(fileSizeBytes),
                    "a qcow2 header has at least 72",
                    "Upload the whole file.");
        }
        if (header.getInt(0) != MAGIC) {
            return refuse(
                    FORMAT,
                    "the file does not start with the qcow2 mark",
                    "it was declared as qcow2",
                    "Declare the format it really has, or convert it with qemu-img convert -O qcow2.");
        }
        if (version() != 2 && version() != 3) {
            return refuse(
                    VERSION,
                    "the header says qcow2 version %s".formatted(Integer.toUnsignedString(version())),
                    "versions 2 and 3 are known",
                    "Convert it with qemu-img convert -O qcow2.");
        }
        return null;
    }

    private @Nullable ImageRefusal checkHeaderLength() {
        if (version() == 2) {
            return null;
        }
        if (header.limit() < V3_HEADER_BYTES) {
            return refuse(
                    TRUNCATED,
                    "the file has %d bytes".formatted(fileSizeBytes),
                    "a qcow2 version 3 header has at least 104",
                    "Upload the whole file.");
        }
        var length = Integer.toUnsignedLong(header.getInt(100));
        if (length < V3_HEADER_BYTES || length % 8 != 0 || length > header.limit()) {
            return refuse(
                    HEADER,
                    "the header claims a length of %d bytes".formatted(length),
                    "it must be a multiple of 8 from 104 to %d".formatted(header.limit()),
                    DAMAGED);
        }
        return null;
    }

    private @Nullable ImageRefusal checkClusterSize() {
        var bits = Integer.toUnsignedLong(clusterBits());
        if (bits < MIN_CLUSTER_BITS || bits > MAX_CLUSTER_BITS) {
            return refuse(CLUSTER_SIZE, "clusters of 2^%d bytes".formatted(bits), "2^9 to 2^21 are possible", DAMAGED);
        }
        return null;
    }

    private @Nullable ImageRefusal checkEncryption() {
        var method = Integer.toUnsignedLong(header.getInt(32));
        return method == 0
                ? null
                : refuse(
                        ENCRYPTION,
                        "the image is encrypted (method %d)".formatted(method),
                        "images are taken in the clear only",
                        "Decrypt it with qemu-img convert first.");
    }

    private @Nullable ImageRefusal checkFeatures() {
        if (version() == 2) {
            return null;
        }
        var incompatible = header.getLong(72);
        if ((incompatible & EXTERNAL_DATA_FILE) != 0) {
            return refuse(
                    DATA_FILE,
                    "the image keeps its data in another file (incompatible feature bit 2)",
                    "an image must be one file",
                    "Convert it with qemu-img convert -O qcow2, without a data_file option.");
        }
        if ((incompatible & CORRUPT) != 0) {
            return refuse(
                    FEATURES,
                    "the image is marked corrupt (incompatible feature bit 1)",
                    "only sound images are taken",
                    "Repair it with qemu-img check -r all.");
        }
        if ((incompatible & ~KNOWN_INCOMPATIBLE) != 0) {
            return refuse(
                    FEATURES,
                    "incompatible feature bits 0x%x".formatted(incompatible),
                    "bits 0, 3 and 4 are known",
                    "Convert it with qemu-img convert -O qcow2.");
        }
        return null;
    }

    private @Nullable ImageRefusal checkCompressionType() {
        if (version() == 2) {
            return null;
        }
        var type = headerLength() > V3_HEADER_BYTES ? Byte.toUnsignedInt(header.get(104)) : 0;
        var flagged = (header.getLong(72) & COMPRESSION_TYPE) != 0;
        if (type > 1 || flagged != (type != 0)) {
            return refuse(
                    COMPRESSION,
                    "compression type %d with feature bit 3 %s".formatted(type, flagged ? "set" : "not set"),
                    "type 0 (zlib, bit not set) and type 1 (zstd, bit set) are known",
                    DAMAGED);
        }
        return null;
    }

    private @Nullable ImageRefusal checkVirtualSize() {
        if (virtualSize() == 0) {
            return refuse(
                    VIRTUAL_SIZE,
                    "the image describes a disk of 0 bytes",
                    "at least 512 are needed",
                    "Upload an image with content.");
        }
        if (virtualSize() < 0 || virtualSize() > maxVirtualSize.value()) {
            return refuse(
                    VIRTUAL_SIZE,
                    "the image describes a disk of %s bytes".formatted(Long.toUnsignedString(virtualSize())),
                    "the limit is %s".formatted(maxVirtualSize),
                    "Shrink the disk, or have the administrator raise the limit for images.");
        }
        return null;
    }

    private @Nullable ImageRefusal checkL1Table() {
        var entries = Integer.toUnsignedLong(header.getInt(36));
        if (entries * Long.BYTES > MAX_L1_BYTES) {
            return refuse(
                    L1_TABLE,
                    "a level-1 table of %d entries".formatted(entries),
                    "the limit is %d".formatted(MAX_L1_BYTES / Long.BYTES),
                    DAMAGED);
        }
        var bytesPerEntry = clusterSize() * (clusterSize() / l2EntryBytes());
        var needed = (virtualSize() - 1) / bytesPerEntry + 1;
        if (entries < needed) {
            return refuse(
                    L1_TABLE,
                    "a level-1 table of %d entries".formatted(entries),
                    "a disk of %d bytes needs %d".formatted(virtualSize(), needed),
                    DAMAGED);
        }
        return checkPlace(L1_TABLE, "level-1 table", header.getLong(40), entries * Long.BYTES);
    }

    private @Nullable ImageRefusal checkRefcounts() {
        var order = version() == 2 ? 4 : Integer.toUnsignedLong(header.getInt(96));
        if (order > MAX_REFCOUNT_ORDER) {
            return refuse(
                    REFCOUNTS, "reference counts of 2^%d bits".formatted(order), "2^0 to 2^6 are possible", DAMAGED);
        }
        var tableBytes = refcountTableBytes();
        if (tableBytes == 0 || tableBytes > MAX_REFCOUNT_TABLE_BYTES) {
            return refuse(
                    REFCOUNTS,
                    "a reference count table of %d bytes".formatted(tableBytes),
                    "1 cluster to %d bytes are possible".formatted(MAX_REFCOUNT_TABLE_BYTES),
                    DAMAGED);
        }
        // Only its start must be inside: writers may leave the unused rest of the last table of a file unwritten.
        return checkPlace(REFCOUNTS, "reference count table", header.getLong(48), Long.BYTES);
    }

    private @Nullable ImageRefusal checkSnapshots() {
        var count = Integer.toUnsignedLong(header.getInt(60));
        if (count > MAX_SNAPSHOTS) {
            return refuse(
                    SNAPSHOTS,
                    "%d internal snapshots".formatted(count),
                    "the limit is %d".formatted(MAX_SNAPSHOTS),
                    "Delete them with qemu-img snapshot -d, or convert with qemu-img convert -O qcow2.");
        }
        return count == 0 ? null : checkPlace(SNAPSHOTS, "snapshot table", header.getLong(64), count);
    }

    private @Nullable ImageRefusal checkBackingName() {
        var offset = header.getLong(8);
        var length = Integer.toUnsignedLong(header.getInt(16));
        if (offset == 0 && length == 0) {
            return null;
        }
        var end = Math.min(clusterSize(), header.limit());
        if (offset < headerLength() || length == 0 || length > MAX_BACKING_NAME_BYTES || offset > end - length) {
            return refuse(
                    BACKING_FILE,
                    "a backing file name of %d bytes at offset %s".formatted(length, Long.toUnsignedString(offset)),
                    "it must have 1 to 1023 bytes and lie behind the header in the first cluster",
                    DAMAGED);
        }
        return null;
    }

    private @Nullable ImageRefusal checkPlace(ImageCheck check, String what, long offset, long lengthBytes) {
        if (offset < clusterSize() || offset % clusterSize() != 0) {
            return refuse(
                    check,
                    "the %s is at offset %s".formatted(what, Long.toUnsignedString(offset)),
                    "it must be at a multiple of the cluster size (%d), behind the header".formatted(clusterSize()),
                    DAMAGED);
        }
        if (offset > fileSizeBytes - lengthBytes) {
            return refuse(
                    TRUNCATED,
                    "the %s is at offset %d and has %d bytes".formatted(what, offset, lengthBytes),
                    "the file ends at %d".formatted(fileSizeBytes),
                    "Upload the whole file; compare its size and SHA-256 with the original.");
        }
        return null;
    }

    private @Nullable String backingFile() {
        var length = header.getInt(16);
        if (length == 0) {
            return null;
        }
        var name = new byte[length];
        header.get((int) header.getLong(8), name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private int extensionsEnd() {
        var backingOffset = header.getLong(8);
        return backingOffset != 0 ? (int) backingOffset : (int) Math.min(clusterSize(), header.limit());
    }

    private boolean extensionsMayGoOn() {
        return header.getLong(8) == 0 && clusterSize() > header.limit();
    }

    private int version() {
        return header.getInt(4);
    }

    private int headerLength() {
        return version() == 2 ? V2_HEADER_BYTES : header.getInt(100);
    }

    private int clusterBits() {
        return header.getInt(20);
    }

    private long clusterSize() {
        return 1L << clusterBits();
    }

    private long virtualSize() {
        return header.getLong(24);
    }

    private long l2EntryBytes() {
        return version() == 3 && (header.getLong(72) & EXTENDED_L2) != 0 ? 16 : Long.BYTES;
    }

    private long refcountTableBytes() {
        return Integer.toUnsignedLong(header.getInt(56)) << clusterBits();
    }

    private static ImageRefusal refuse(ImageCheck check, String found, String allowed, String advice) {
        return new ImageRefusal(check, found, allowed, advice);
    }
}
