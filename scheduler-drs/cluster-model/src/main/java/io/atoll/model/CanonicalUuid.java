package io.atoll.model;

import java.util.UUID;
import java.util.regex.Pattern;

/** Strict reading and a total order for the UUIDs behind the typed ids. */
final class CanonicalUuid {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final int LONGEST_QUOTE = 40;

    private CanonicalUuid() {}

    /** {@link UUID#fromString} alone also takes "1-2-3-4-5", so two texts would name one object. */
    static UUID parse(String what, String text) {
        if (!CANONICAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "The %s \"%s\" is not a UUID. Give it as 36 characters like 0198c0de-7a1e-7000-8000-00000000002a."
                            .formatted(what, quotable(text)));
        }
        return UUID.fromString(text);
    }

    /** Orders as the canonical text does; {@link UUID#compareTo} compares signed halves and does not. */
    static int compare(UUID left, UUID right) {
        var high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }

    /** The text may come from anyone: short, and without anything that could break a line of a log. */
    private static String quotable(String text) {
        var start = text.substring(0, Math.min(text.length(), LONGEST_QUOTE)).replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() > LONGEST_QUOTE ? start + "…" : start;
    }
}
