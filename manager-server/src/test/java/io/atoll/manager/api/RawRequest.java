package io.atoll.manager.api;

import io.atoll.manager.testing.RawTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes no HTTP client would send. */
final class RawRequest {
    private RawRequest() {}

    /** What comes back before the server closes or falls silent. */
    static String status(int port, String request) throws IOException {
        return RawTls.exchange(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A request that is not finished. The caller closes the connection. */
    static Socket begin(int port, String request) throws IOException {
        return RawTls.begin(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }
}
