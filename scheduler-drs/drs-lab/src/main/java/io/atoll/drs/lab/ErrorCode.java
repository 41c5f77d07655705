package io.atoll.drs.lab;

/** What went wrong, for scripts. Names and exit codes are part of the interface: added to, never changed. */
public enum ErrorCode {
    /** The command line cannot be understood. */
    USAGE(2),
    /** A file cannot be read or written. */
    FILE(3),
    /** The input is not JSON or not numbers, or not compressed as it says. */
    MALFORMED(4),
    /** A value is of the wrong kind, missing or out of range. */
    INVALID_VALUE(5),
    /** The parts of the input do not fit together. */
    INCONSISTENT(6),
    /** No plan can do what is asked; the answer names who is in the way. */
    IMPOSSIBLE(7),
    /** A fault of the program. */
    INTERNAL(70);

    private final int exitCode;

    ErrorCode(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
