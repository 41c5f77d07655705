package io.atoll.drs.plan;

import java.util.List;

/** Numbers as sentences write them: with a point, rounded, and without the cost of a format string for each. */
final class Figures {
    private static final int MOST_DIGITS = 6;
    private static final double LARGEST_EXACT = 1e12;
    private static final int MOST_NAMES = 3;

    private Figures() {}

    /** {@code value} with exactly so many digits after the point, up to 6. */
    static String decimal(double value, int digits) {
        if (!(Math.abs(value) < LARGEST_EXACT) || digits > MOST_DIGITS) {
            return Double.toString(value);
        }
        var scale = 1L;
        for (var i = 0; i < digits; i++) {
            scale *= 10;
        }
        var scaled = Math.round(Math.abs(value) * scale);
        var text = new StringBuilder(24);
        if (value < 0 && scaled != 0) {
            text.append('-');
        }
        text.append(scaled / scale);
        if (digits > 0) {
            text.append('.');
            var rest = Long.toString(scaled % scale);
            text.repeat('0', digits - rest.length()).append(rest);
        }
        return text.toString();
    }

    static String whole(double value) {
        return decimal(value, 0);
    }

    static String percent(double share) {
        return decimal(share * 100, 1) + " %";
    }

    /** With its sign, so that a difference reads as one. */
    static String signed(double value, int digits) {
        var text = decimal(value, digits);
        return text.startsWith("-") ? text : "+" + text;
    }

    /** Whether the text has a digit other than zero. */
    static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '1' && c <= '9');
    }

    /** So many of something that a plain -s makes several of. */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** The first few of the names, and how many more there are. */
    static String names(List<String> names) {
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
