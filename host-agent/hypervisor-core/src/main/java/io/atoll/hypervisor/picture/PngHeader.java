package io.atoll.hypervisor.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The size of a picture that somebody else wrote as a PNG. */
public record PngHeader(int widthPixels, int heightPixels) {

    private static final int HEADER_BYTES = 13;
    private static final int IHDR = 0x49484452;
    /** A chunk without content, and its check. */
    private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82};

    private static final int SMALLEST_BYTES =
            PngWriter.SIGNATURE.length + 2 * Integer.BYTES + HEADER_BYTES + END.length;

    /** Reads the beginning and looks whether the end is there; fails when it is no PNG, or not all of one. */
    public static PngHeader read(byte[] png) throws IOException {
        var signature = PngWriter.SIGNATURE.length;
        if (png.length < SMALLEST_BYTES
                || !Arrays.equals(png, 0, signature, PngWriter.SIGNATURE, 0, signature)
                || !Arrays.equals(png, png.length - END.length, png.length, END, 0, END.length)) {
            throw new IOException("%d bytes are not a whole PNG".formatted(png.length));
        }
        var header = ByteBuffer.wrap(png, signature, 4 * Integer.BYTES);
        if (header.getInt() != HEADER_BYTES || header.getInt() != IHDR) {
            throw new IOException("a PNG without a header");
        }
        return new PngHeader(header.getInt(), header.getInt());
    }
}
