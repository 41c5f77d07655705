package io.atoll.manager.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A TLS connection on which a test says whatever it likes. */
public final class RawTls {
    private static final int SILENCE_MS = 3_000;

    private RawTls() {}

    /** Sends the bytes; answers what comes back, up to the end of the first answer's body or the close. */
    public static String exchange(int port, byte[] request) throws IOException {
        try (var socket = TrustEverything.context().getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(SILENCE_MS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    /** Opens a connection, says the bytes and leaves it open. The caller closes it. */
    public static Socket begin(int port, byte[] request) throws IOException {
        var socket = TrustEverything.context().getSocketFactory().createSocket("localhost", port);
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String read(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        var buffer = new byte[8_192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                all.write(buffer, 0, count);
                String text = all.toString(StandardCharsets.ISO_8859_1);
                if (text.contains("\r\n\r\n") && text.endsWith("}")) {
                    return text;
                }
            }
        } catch (SocketTimeoutException _) {
            // It says no more.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
