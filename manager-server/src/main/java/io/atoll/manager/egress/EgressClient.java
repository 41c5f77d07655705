package io.atoll.manager.egress;

import java.io.OutputStream;

/** Fetches one URL under limits. Blocks the calling thread; call it from a virtual thread. */
public interface EgressClient {
    /** Checks what can be said of a URL without any network traffic. */
    void check(String url) throws EgressException;

    /**
     * Writes the body found at {@code url} to {@code sink}. Asked for the progress now and then; what it throws ends the
     * transfer.
     */
    Fetched fetch(String url, EgressLimits limits, OutputStream sink, Progress progress) throws EgressException;

    /** What came. {@code sha256} is lower-case hexadecimal. */
    record Fetched(long sizeBytes, String sha256, String finalUrl) {}

    /** Told about every second; {@code totalBytes} is -1 where the server did not say. */
    @FunctionalInterface
    interface Progress {
        void at(long bytesDone, long totalBytes) throws EgressException;
    }
}
