package io.atoll.manager.egress.internal;

import io.atoll.manager.egress.EgressException;
import io.atoll.manager.egress.EgressException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The body of an HTTP/1.1 answer: of a stated length, in chunks, or until the connection closes. */
final class HttpBody {
    private static final int UNKNOWN = -1;

    private final InputStream in;
    private final boolean chunked;
    private final long totalBytes;
    private long leftBytes;

    private HttpBody(InputStream in, boolean chunked, long totalBytes) {
        this.in = in;
        this.chunked = chunked;
        this.totalBytes = totalBytes;
        this.leftBytes = chunked ? 0 : totalBytes;
    }

    static HttpBody of(Map<String, String> headers, InputStream in) throws EgressException {
        var encoding = headers.get("transfer-encoding");
        var length = headers.get("content-length");
        if (encoding != null) {
            if (!encoding.equalsIgnoreCase("chunked") || length != null) {
                throw PinnedHttp.notHttp();
            }
            return new HttpBody(in, true, UNKNOWN);
        }
        if (length == null) {
            return new HttpBody(in, false, UNKNOWN);
        }
        if (!length.matches("\\d{1,18}")) {
            throw PinnedHttp.notHttp();
        }
        return new HttpBody(in, false, Long.parseLong(length));
    }

    /** What the server announced; -1 where it did not. */
    long totalBytes() {
        return totalBytes;
    }

    /** The next bytes of the body, or -1 at its end. A connection that closes before the announced end is a failure. */
    int read(byte[] buffer) throws IOException, EgressException {
        if (chunked && leftBytes == 0) {
            leftBytes = nextChunkBytes();
            if (leftBytes == 0) {
                return -1;
            }
        }
        if (!chunked && leftBytes == 0) {
            return -1;
        }
        int wanted = leftBytes == UNKNOWN ? buffer.length : (int) Math.min(buffer.length, leftBytes);
        int count = in.read(buffer, 0, wanted);
        if (count < 0) {
            if (leftBytes == UNKNOWN) {
                return -1;
            }
            throw new EgressException(
                    Reason.TRANSFER_FAILED, "The server closed the connection before the end of the file.");
        }
        if (leftBytes != UNKNOWN) {
            leftBytes -= count;
            if (chunked && leftBytes == 0 && !PinnedHttp.line(in).isEmpty()) {
                throw PinnedHttp.notHttp();
            }
        }
        return count;
    }

    private long nextChunkBytes() throws IOException, EgressException {
        var line = PinnedHttp.line(in);
        int semicolon = line.indexOf(';');
        var size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw PinnedHttp.notHttp();
        }
        return Long.parseLong(size, 16);
    }
}
