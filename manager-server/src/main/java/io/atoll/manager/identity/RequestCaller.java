package io.atoll.manager.identity;

import jakarta.servlet.http.HttpServletRequest;

/** Finds out who makes a request that does not go through a controller, such as a WebSocket handshake. */
public interface RequestCaller {
    /** Refuses with UNAUTHENTICATED. */
    Caller require(HttpServletRequest request);
}
