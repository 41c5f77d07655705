package io.atoll.hypervisor.picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes RGB pixels, 8 bits each, as a PNG (ISO 15948): one row after the other, never all of the pixels at once. */
public final class PngWriter {

    /** What every PNG begins with. */
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private static final int HEADER_BYTES = 13;
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final int RGB = 2;
    private static final int BITS = 8;
    /** Each row as its difference to the one above it: screens are flat. */
    private static final byte FILTER_UP = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final int mostBytes;

    private PngWriter(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Where pixels come from. */
    @FunctionalInterface
    public interface Rows {
        /** Fills {@code row} with the next row, from the top: red, green, blue of each pixel. */
        void next(byte[] row) throws IOException;
    }

    /** The PNG; {@link PictureTooLargeException} as soon as it would have more than {@code mostBytes}. */
    public static byte[] write(int widthPixels, int heightPixels, Rows rows, int mostBytes)
            throws IOException, PictureTooLargeException {
        var writer = new PngWriter(mostBytes);
        writer.out.writeBytes(SIGNATURE);
        writer.header(widthPixels, heightPixels);
        writer.pixels(widthPixels, heightPixels, rows);
        writer.chunk("IEND", new byte[0], 0);
        return writer.out.toByteArray();
    }

    private void header(int widthPixels, int heightPixels) throws PictureTooLargeException {
        var header = ByteBuffer.allocate(HEADER_BYTES).putInt(widthPixels).putInt(heightPixels);
        header.put((byte) BITS).put((byte) RGB); // and 0: deflate, filters by row, not interlaced
        chunk("IHDR", header.array(), HEADER_BYTES);
    }

    private void pixels(int widthPixels, int heightPixels, Rows rows) throws IOException, PictureTooLargeException {
        var above = new byte[widthPixels * 3];
        var row = new byte[above.length];
        var filtered = new byte[1 + above.length];
        filtered[0] = FILTER_UP;
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            for (var y = 0; y < heightPixels; y++) {
                rows.next(row);
                for (var at = 0; at < row.length; at++) {
                    filtered[1 + at] = (byte) (row[at] - above[at]);
                }
                deflater.setInput(filtered);
                drain(deflater);
                var swap = above;
                above = row;
                row = swap;
            }
            deflater.finish();
            drain(deflater);
        } finally {
            deflater.end();
        }
    }

    private void drain(Deflater deflater) throws PictureTooLargeException {
        int length;
        while ((length = deflater.deflate(chunk)) > 0) {
            chunk("IDAT", chunk, length);
        }
    }

    private void chunk(String type, byte[] content, int length) throws PictureTooLargeException {
        if (out.size() + length > mostBytes) {
            throw new PictureTooLargeException(
                    "as a picture it has more than %d bytes, the limit".formatted(mostBytes));
        }
        var name = type.getBytes(StandardCharsets.US_ASCII);
        var check = new CRC32();
        check.update(name);
        check.update(content, 0, length);
        out.writeBytes(number(length));
        out.writeBytes(name);
        out.write(content, 0, length);
        out.writeBytes(number((int) check.getValue()));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
