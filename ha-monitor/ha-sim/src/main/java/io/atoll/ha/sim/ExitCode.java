package io.atoll.ha.sim;

/** How the command ends. Part of its interface: added to, never changed. */
public enum ExitCode {
    FINE(0),
    /** The checker found a violation. */
    VIOLATIONS(1),
    /** The command line cannot be understood. */
    USAGE(2),
    /** A file cannot be read. */
    FILE(3),
    /** The scenario cannot be used; the message names the line. */
    SCENARIO(4),
    /** A fault of the program. */
    INTERNAL(70);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
