package io.atoll.agent.hook;

import java.util.List;
import java.util.regex.Pattern;

/** What a program wrote, as lines that do no harm to whoever shows them. */
final class OutputLines {
    private static final int LONGEST_CHARS = 1_000;
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Co}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private OutputLines() {}

    static List<String> of(String output) {
        return output.lines()
                .map(OutputLines::harmless)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String harmless(String line) {
        var cut = line.length() > LONGEST_CHARS ? line.substring(0, LONGEST_CHARS) + "…" : line;
        return UNPRINTABLE.matcher(cut.replace('\t', ' ')).replaceAll("?").stripTrailing();
    }
}
