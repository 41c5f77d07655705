package io.atoll.storage.image;

import io.atoll.model.Bytes;
import io.atoll.storage.image.Qcow2Header.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Judges an image by its first bytes and its size. What passes stands alone: no tool that opens it in the format named
 * here will look at any other file.
 */
public final class ImageInspector {
    /** How many bytes from the start of the file the judgement needs; the whole file where it is shorter. */
    public static final int PREFIX_BYTES = 64 * 1024;

    private static final int SECTOR_BYTES = 512;

    private final ImageLimits limits;

    public ImageInspector(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Judges an image from outside.
     *
     * @param prefix the first {@value #PREFIX_BYTES} bytes of the file or more, or all of it
     * @param fileSize the size of the whole file
     * @param declared the format its owner says it has
     */
    public ImageVerdict inspect(byte[] prefix, Bytes fileSize, ImageFormat declared) {
        var head = checkedPrefix(prefix, fileSize);
        if (fileSize.value() == 0) {
            return refused(
                    ImageCheck.FILE_SIZE,
                    "the file is empty",
                    "an image has at least 512 bytes",
                    "Upload the whole file.");
        }
        if (!fileSize.fitsIn(limits.maxFileSize())) {
            return refused(
                    ImageCheck.FILE_SIZE,
                    "the file has %s".formatted(fileSize),
                    "the limit is %s".formatted(limits.maxFileSize()),
                    "Compress it with qemu-img convert -c -O qcow2, or have the administrator raise the limit for images.");
        }
        return switch (declared) {
            case QCOW2 -> inspectQcow2(head, fileSize);
            case RAW -> inspectRaw(head, fileSize);
        };
    }

    /** Fills a buffer from a place in the file; what lies behind its end stays zero. */
    @FunctionalInterface
    public interface FileReader {
        void read(ByteBuffer buffer, long offsetBytes) throws IOException;
    }

    /**
     * Judges a qcow2 image from outside as {@link #inspect} does, and then whether the entries of its two top tables lead to
     * places inside the file. Reads at most 40 MiB.
     */
    public ImageVerdict inspectTables(byte[] prefix, Bytes fileSize, FileReader file) throws IOException {
        var verdict = inspect(prefix, fileSize, ImageFormat.QCOW2);
        if (verdict instanceof ImageVerdict.Accepted
                && Qcow2HeaderReader.read(checkedPrefix(prefix, fileSize), fileSize, limits.maxVirtualSize())
                        instanceof Reading.Read(var header)) {
            var refusal = Qcow2Tables.check(header, fileSize, file);
            return refusal == null ? verdict : new ImageVerdict.Refused(refusal);
        }
        return verdict;
    }

    /** Judges the end of a raw image, where some formats keep their mark. */
    public static ImageVerdict inspectRawTrailer(byte[] lastSector, Bytes fileSize) {
        var name = FormatSignature.recognizeTrailer(lastSector);
        return name == null ? new ImageVerdict.Accepted(ImageFormat.RAW, fileSize) : notRaw(name, "ends");
    }

    /** Reads the header of one of our own volumes: the same checks of form, but a backing file is reported, not refused. */
    public static Reading readOwnVolume(byte[] prefix, Bytes fileSize, Bytes maxVirtualSize) {
        return Qcow2HeaderReader.read(checkedPrefix(prefix, fileSize), fileSize, maxVirtualSize);
    }

    private ImageVerdict inspectQcow2(byte[] prefix, Bytes fileSize) {
        return switch (Qcow2HeaderReader.read(prefix, fileSize, limits.maxVirtualSize())) {
            case Reading.Refused(var refusal) -> new ImageVerdict.Refused(refusal);
            case Reading.Read(var header)
            when header.backingFile() != null || header.backingFormat() != null ->
                refused(
                        ImageCheck.BACKING_FILE,
                        "the image refers to a backing file",
                        "an image must be one file",
                        "Flatten it with qemu-img convert -O qcow2, which copies the backing file's data in.");
            case Reading.Read(var header) -> new ImageVerdict.Accepted(ImageFormat.QCOW2, header.virtualSize());
        };
    }

    private ImageVerdict inspectRaw(byte[] prefix, Bytes fileSize) {
        var name = FormatSignature.recognize(prefix);
        if (name != null) {
            return notRaw(name, "starts");
        }
        if (fileSize.value() % SECTOR_BYTES != 0) {
            return refused(
                    ImageCheck.TRUNCATED,
                    "the file has %s".formatted(fileSize),
                    "a raw disk is a multiple of 512 bytes",
                    "Upload the whole file; compare its size and SHA-256 with the original.");
        }
        if (!fileSize.fitsIn(limits.maxVirtualSize())) {
            return refused(
                    ImageCheck.VIRTUAL_SIZE,
                    "the image describes a disk of %s".formatted(fileSize),
                    "the limit is %s".formatted(limits.maxVirtualSize()),
                    "Shrink the disk, or have the administrator raise the limit for images.");
        }
        return new ImageVerdict.Accepted(ImageFormat.RAW, fileSize);
    }

    private static ImageVerdict notRaw(String formatName, String where) {
        return refused(
                ImageCheck.FORMAT,
                "the file %s with the mark of %s".formatted(where, formatName),
                "it was declared as raw",
                formatName.equals("qcow2")
                        ? "Declare it as qcow2."
                        : "Unpack or convert it first, for example with qemu-img convert -O qcow2.");
    }

    private static ImageVerdict refused(ImageCheck check, String found, String allowed, String advice) {
        return new ImageVerdict.Refused(new ImageRefusal(check, found, allowed, advice));
    }

    private static byte[] checkedPrefix(byte[] prefix, Bytes fileSize) {
        var needed = (int) Math.min(PREFIX_BYTES, fileSize.value());
        if (prefix.length < needed) {
            throw new IllegalArgumentException(
                    "The inspection needs the first %d bytes of the file, got %d.".formatted(needed, prefix.length));
        }
        return prefix.length == needed ? prefix : Arrays.copyOf(prefix, needed);
    }
}
