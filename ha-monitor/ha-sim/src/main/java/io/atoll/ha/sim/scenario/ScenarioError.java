package io.atoll.ha.sim.scenario;

/** A scenario that cannot be used: the line, what was found there, what is allowed. */
public final class ScenarioError extends RuntimeException {
    private static final int LONGEST_QUOTE = 60;

    private final int line;
    private final String message;

    /** @param line from 1; 0: the file as a whole */
    public ScenarioError(int line, String message) {
        super(message);
        this.line = line;
        this.message = message;
    }

    public int line() {
        return line;
    }

    /** As people read it. */
    public String text(String file) {
        return line == 0
                ? "The scenario in %s cannot be played. %s".formatted(file, message)
                : "%s, line %d: %s".formatted(file, line, message);
    }

    /** A value as it may be shown: short, and on one line. */
    public static String quote(String text) {
        var start = text.substring(0, Math.min(text.length(), LONGEST_QUOTE)).replaceAll("\\p{C}", "?");
        return '"' + start + (text.length() > LONGEST_QUOTE ? "…" : "") + '"';
    }
}
