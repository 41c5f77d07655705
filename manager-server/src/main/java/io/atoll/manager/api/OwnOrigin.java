package io.atoll.manager.api;

import jakarta.servlet.http.HttpServletRequest;

/** The origin of pages that this manager has served, as a browser names it in the {@code Origin} header. */
public final class OwnOrigin {
    private static final int HTTPS_PORT = 443;

    private OwnOrigin() {}

    /** Over HTTP/2 there is no Host header to read: the container knows the authority in either case. */
    public static String of(HttpServletRequest request) {
        int port = request.getServerPort();
        return "https://" + request.getServerName() + (port == HTTPS_PORT ? "" : ":" + port);
    }
}
