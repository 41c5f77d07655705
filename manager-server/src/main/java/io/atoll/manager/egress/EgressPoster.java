package io.atoll.manager.egress;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends something to a URL that a user named. Blocks the calling thread; call it from a virtual thread. */
public interface EgressPoster {
    /** Checks what can be said of a URL without any network traffic: only https is good enough. */
    void check(String url) throws EgressException;

    /**
     * Sends one request and answers the status. Redirects are not followed: what was signed for one address is not sent to
     * another. Of the answer's body nothing is read.
     */
    int post(String url, Request request, EgressLimits limits) throws EgressException;

    /**
     * What is sent.
     *
     * @param headers beyond those that every request has; without line breaks
     * @param caPem certificates that the server's must come from; null: one the Java runtime trusts
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(
            Map<String, String> headers,
            byte[] body,
            @Nullable String caPem) {}
}
