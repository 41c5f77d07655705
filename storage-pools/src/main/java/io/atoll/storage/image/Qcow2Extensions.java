package io.atoll.storage.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The list of extensions between a qcow2 header and the end of its first cluster. */
sealed interface Qcow2Extensions {
    /** The list is well-formed and names nothing outside the file, except perhaps the format of a backing file. */
    record Found(@Nullable String backingFormat) implements Qcow2Extensions {}

    /** The list is not acceptable. */
    record Refused(ImageRefusal refusal) implements Qcow2Extensions {}

    int END = 0;
    int BACKING_FORMAT = 0xe2792aca;
    int BITMAPS = 0x23852875;
    int ENCRYPTION_HEADER = 0x0537be77;
    int EXTERNAL_DATA_FILE_NAME = 0x44415441;

    int MAX_EXTENSIONS = 32;
    int MAX_FORMAT_NAME_BYTES = 15;
    int BITMAPS_BYTES = 24;
    int MAX_BITMAPS = 64;
    long MAX_BITMAP_DIRECTORY_BYTES = 1L << 20;

    /**
     * Walks the extensions from {@code start} up to {@code end}, which lies inside {@code header}. Where the list may go on
     * behind {@code end}, out of our sight, it has to be closed before.
     */
    static Qcow2Extensions read(ByteBuffer header, int start, int end, boolean mayGoOn) {
        String backingFormat = null;
        var position = start;
        for (var seen = 0; position <= end - 8; seen++) {
            var type = header.getInt(position);
            var length = Integer.toUnsignedLong(header.getInt(position + 4));
            if (type == END) {
                return new Found(backingFormat);
            }
            var content = position + 8;
            if (length > end - content || seen == MAX_EXTENSIONS) {
                return tooLong(seen, length, end - content);
            }
            var refusal = judge(header, type, content, (int) length);
            if (refusal != null) {
                return new Refused(refusal);
            }
            if (type == BACKING_FORMAT) {
                var name = new byte[(int) length];
                header.get(content, name);
                backingFormat = new String(name, StandardCharsets.US_ASCII);
            }
            position = content + (int) ((length + 7) & ~7L);
        }
        return mayGoOn ? tooLong(0, end - start, 0) : new Found(backingFormat);
    }

    private static @Nullable ImageRefusal judge(ByteBuffer header, int type, int content, int length) {
        return switch (type) {
            case BACKING_FORMAT ->
                length <= MAX_FORMAT_NAME_BYTES
                        ? null
                        : new ImageRefusal(
                                ImageCheck.EXTENSIONS,
                                "a backing format name of %d bytes".formatted(length),
                                "the limit is %d".formatted(MAX_FORMAT_NAME_BYTES),
                                "The file is damaged or made to attack; make it anew with qemu-img convert -O qcow2.");
            case EXTERNAL_DATA_FILE_NAME ->
                new ImageRefusal(
                        ImageCheck.DATA_FILE,
                        "the header names an external data file",
                        "an image must be one file",
                        "Convert it with qemu-img convert -O qcow2, without a data_file option.");
            case ENCRYPTION_HEADER ->
                new ImageRefusal(
                        ImageCheck.ENCRYPTION,
                        "the header points to an encryption header",
                        "images are taken in the clear only",
                        "Decrypt it with qemu-img convert first.");
            case BITMAPS -> judgeBitmaps(header, content, length);
            // The format asks readers to pass over what they do not know; it is also lost in the conversion.
            default -> null;
        };
    }

    private static @Nullable ImageRefusal judgeBitmaps(ByteBuffer header, int content, int length) {
        if (length == BITMAPS_BYTES) {
            var count = Integer.toUnsignedLong(header.getInt(content));
            var directoryBytes = header.getLong(content + 8);
            if (count <= MAX_BITMAPS && directoryBytes >= 0 && directoryBytes <= MAX_BITMAP_DIRECTORY_BYTES) {
                return null;
            }
        }
        return new ImageRefusal(
                ImageCheck.EXTENSIONS,
                "dirty bitmaps with an odd or very long directory",
                "at most %d bitmaps with a directory of 1 MiB are taken".formatted(MAX_BITMAPS),
                "Remove them with qemu-img bitmap --remove, or convert with qemu-img convert -O qcow2.");
    }

    private static Refused tooLong(int seen, long lengthBytes, int room) {
        return new Refused(new ImageRefusal(
                ImageCheck.EXTENSIONS,
                "header extension number %d has %d bytes".formatted(seen + 1, lengthBytes),
                "at most %d extensions are taken, and this one has room for %d bytes".formatted(MAX_EXTENSIONS, room),
                "The file is damaged or made to attack; make it anew with qemu-img convert -O qcow2."));
    }
}
