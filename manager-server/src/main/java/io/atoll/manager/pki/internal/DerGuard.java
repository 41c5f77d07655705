package io.atoll.manager.pki.internal;

import java.util.ArrayDeque;

/**
 * Walks DER from a stranger before any library parses it: definite lengths, nothing beyond the end, little nesting. A
 * recursive parser would otherwise follow a few thousand nested sequences to the end of its stack.
 */
final class DerGuard {
    private static final int DEEPEST = 16;
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_FORM = 0x80;
    private static final int LONGEST_LENGTH_BYTES = 3;

    private final byte[] der;
    private int position;

    private DerGuard(byte[] der) {
        this.der = der;
    }

    /** Throws {@link RequestRefusedException} unless this is exactly one well-formed value. */
    static void check(byte[] der) {
        new DerGuard(der).walk();
    }

    private void walk() {
        var ends = new ArrayDeque<Integer>();
        readValue(der.length, ends);
        if (ends.isEmpty() && position != der.length) {
            throw new RequestRefusedException("it has bytes behind its end");
        }
        while (!ends.isEmpty()) {
            if (position == ends.peek()) {
                ends.pop();
            } else {
                readValue(ends.peek(), ends);
            }
        }
        if (position != der.length) {
            throw new RequestRefusedException("it has bytes behind its end");
        }
    }

    /** Reads one header; goes into a constructed value, over a primitive one. */
    private void readValue(int limit, ArrayDeque<Integer> ends) {
        var tag = next(limit);
        if ((tag & 0x1f) == 0x1f) {
            throw new RequestRefusedException("it uses a tag no certificate request has");
        }
        var length = length(limit);
        if (length > limit - position) {
            throw new RequestRefusedException("it ends in the middle of a value");
        }
        if ((tag & CONSTRUCTED) == 0) {
            position += length;
            return;
        }
        if (ends.size() == DEEPEST) {
            throw new RequestRefusedException("it is nested more than %d deep".formatted(DEEPEST));
        }
        ends.push(position + length);
    }

    private int length(int limit) {
        var first = next(limit);
        if (first < LONG_FORM) {
            return first;
        }
        var bytes = first & ~LONG_FORM;
        if (bytes == 0 || bytes > LONGEST_LENGTH_BYTES) {
            throw new RequestRefusedException("it has a length that is not DER");
        }
        var length = 0;
        for (var i = 0; i < bytes; i++) {
            length = length << 8 | next(limit);
        }
        return length;
    }

    private int next(int limit) {
        if (position >= limit) {
            throw new RequestRefusedException("it ends in the middle of a value");
        }
        return der[position++] & 0xff;
    }
}
