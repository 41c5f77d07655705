package io.atoll.ha.os;

import java.io.IOException;

/** The kernel refused something; knows the error number. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errorNumber;

    public PosixException(String doing, int errorNumber) {
        super("%s failed: %s.".formatted(doing, Errno.text(errorNumber)));
        this.errorNumber = errorNumber;
    }

    public int errorNumber() {
        return errorNumber;
    }
}
