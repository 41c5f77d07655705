package io.atoll.manager.api.internal;

import io.atoll.manager.api.Actor;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request whose JSON body is read whole, at most 1 MiB of it (64 KiB from strangers), the first time somebody asks for it:
 * after the caller's permission was checked. It must be UTF-8. Other bodies pass untouched. The client's address is the one at
 * the beginning: the web server forgets it when the client hangs up, and the audit log wants it after that.
 */
final class LimitedBodyRequest extends HttpServletRequestWrapper {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]*)", Pattern.CASE_INSENSITIVE);
    private static final int MOST_BYTES = 1_048_576;
    private static final int MOST_BYTES_OF_STRANGERS = 65_536;
    /** However slowly the bytes come: a body of a kilobyte takes no network this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int CHUNK_BYTES = 8_192;

    private final String address;
    private byte @Nullable [] body;

    LimitedBodyRequest(HttpServletRequest request) {
        super(request);
        this.address = Objects.requireNonNullElse(request.getRemoteAddr(), "");
    }

    @Override
    public String getRemoteAddr() {
        return address;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return isJson() ? new BodyStream(json()) : super.getInputStream();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return isJson()
                ? new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8))
                : super.getReader();
    }

    /** The JSON body; empty when there is none or it is of another type. */
    byte[] json() throws IOException {
        byte[] known = body;
        if (known == null) {
            known = isJson() ? read() : new byte[0];
            body = known;
        }
        return known;
    }

    private boolean isJson() {
        String type = getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private byte[] read() throws IOException {
        int most = Actor.of(this).id() == null ? MOST_BYTES_OF_STRANGERS : MOST_BYTES;
        if (getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        byte[] bytes = receive(most);
        Matcher charset = CHARSET.matcher(String.valueOf(getContentType()));
        if (charset.find() && !charset.group(1).equalsIgnoreCase("UTF-8")) {
            throw new AtollException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "JSON is UTF-8; send it so.");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new AtollException(ErrorCode.MALFORMED_JSON, "The body is not valid UTF-8.");
        }
        if (startsLikeAnotherEncoding(bytes)) {
            throw new AtollException(ErrorCode.MALFORMED_JSON, "The body must be UTF-8 without a byte order mark.");
        }
        return bytes;
    }

    private byte[] receive(int most) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var received = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK_BYTES];
        try {
            var in = super.getInputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                received.write(chunk, 0, count);
                if (received.size() > most) {
                    throw tooLarge(most);
                }
                if (System.nanoTime() - end > 0) {
                    throw late();
                }
            }
        } catch (SocketTimeoutException e) {
            throw late();
        }
        return received.toByteArray();
    }

    private static AtollException late() {
        return new AtollException(
                ErrorCode.REQUEST_TIMEOUT, "The body did not arrive within %d s.".formatted(PATIENCE.toSeconds()));
    }

    /** UTF-16 and UTF-32 put zero bytes beside the first character; our parser would guess them. */
    private static boolean startsLikeAnotherEncoding(byte[] bytes) {
        boolean mark =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        for (int at = 0; at < Math.min(4, bytes.length); at++) {
            if (bytes[at] == 0) {
                return true;
            }
        }
        return mark;
    }

    private static AtollException tooLarge(int most) {
        return new AtollException(
                ErrorCode.BODY_TOO_LARGE, "The body is larger than the %d bytes that are read here.".formatted(most));
    }

    /** The body once more, from memory. */
    private static final class BodyStream extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        BodyStream(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is in memory; it is read without a listener.");
        }
    }
}
