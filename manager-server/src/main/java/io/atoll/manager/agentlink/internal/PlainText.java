package io.atoll.manager.agentlink.internal;

import java.util.regex.Pattern;

/** Makes text of others harmless to keep: on one line, printable, bounded. */
final class PlainText {
    private static final int LONGEST_CHARS = 2_000;
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+");

    private PlainText() {}

    static String of(String text) {
        String cut = text.length() > LONGEST_CHARS ? text.substring(0, LONGEST_CHARS) + "…" : text;
        return UNPRINTABLE.matcher(cut).replaceAll(" ");
    }
}
