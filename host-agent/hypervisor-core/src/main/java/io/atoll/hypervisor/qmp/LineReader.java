package io.atoll.hypervisor.qmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Cuts a byte stream into lines, none longer than a limit. */
final class LineReader {

    /** What QEMU really sends stays below a quarter of a megabyte (its schema). */
    static final int MAX_LINE_BYTES = 4 << 20;

    private static final int CHUNK_BYTES = 16 << 10;

    private final ReadableByteChannel channel;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).flip();
    private byte[] line = new byte[CHUNK_BYTES];
    private int length;

    LineReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** The peer sent a line over the limit. */
    static final class LineTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        LineTooLongException() {
            super("a line of more than %d bytes".formatted(MAX_LINE_BYTES));
        }
    }

    /** The bytes of the last line; the first {@link #length} count, until the next call of {@link #next}. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /** Waits for a whole line; false at the end of the stream. */
    boolean next() throws IOException {
        length = 0;
        while (true) {
            while (chunk.hasRemaining()) {
                var b = chunk.get();
                if (b == '\n') {
                    return true;
                }
                append(b);
            }
            chunk.clear();
            var count = channel.read(chunk);
            chunk.flip();
            if (count < 0) {
                return false;
            }
        }
    }

    private void append(byte b) throws LineTooLongException {
        if (length == MAX_LINE_BYTES) {
            throw new LineTooLongException();
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, 2 * length));
        }
        line[length++] = b;
    }
}
