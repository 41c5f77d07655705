package io.atoll.drs.lab;

/**
 * An input that cannot be used: the place in it, the value found there, and what to do. Part of the command's interface.
 *
 * @see ErrorCode
 */
public final class BadInput extends RuntimeException {
    private static final int LONGEST_QUOTE = 80;
    private final transient ErrorCode code;
    private final String place;

    public BadInput(ErrorCode code, String place, String message) {
        super(message);
        this.code = code;
        this.place = place;
    }

    public ErrorCode code() {
        return code;
    }

    /** Where in the input, like {@code vms[3].memMib}. */
    public String place() {
        return place;
    }

    /** A value as it may be shown: short, and on one line. */
    public static String quote(String text) {
        var start = text.substring(0, Math.min(text.length(), LONGEST_QUOTE)).replaceAll("\\p{Cntrl}", "?");
        return '"' + start + (text.length() > LONGEST_QUOTE ? "…" : "") + '"';
    }
}
