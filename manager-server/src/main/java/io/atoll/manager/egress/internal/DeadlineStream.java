package io.atoll.manager.egress.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Instant;

/** Ends reading at a moment, however the bytes trickle. The socket's own time limit only counts complete silence. */
final class DeadlineStream extends FilterInputStream {
    private final Clock clock;
    private Instant deadline;

    DeadlineStream(InputStream in, Clock clock, Instant deadline) {
        super(in);
        this.clock = clock;
        this.deadline = deadline;
    }

    void deadline(Instant later) {
        deadline = later;
    }

    @Override
    public int read() throws IOException {
        checkDeadline();
        return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        checkDeadline();
        return super.read(buffer, offset, length);
    }

    private void checkDeadline() throws SocketTimeoutException {
        if (clock.instant().isAfter(deadline)) {
            throw new SocketTimeoutException("deadline");
        }
    }
}
