package io.atoll.manager.cluster;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Hands a request on to the leader, where only the leader can serve it: clients may send it to any manager. */
public interface LeaderRelay {
    /** Whether another manager leads, so that the request belongs there. */
    boolean applies();

    /**
     * Sends the request to the leader as it came, with the caller's own credentials, its body as a stream; the
     * response becomes what the leader answered. The body must say its length. Refused with NOT_READY while nobody leads, or when the leader cannot be
     * reached, or when the request was handed on before.
     */
    void relay(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
