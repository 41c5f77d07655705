package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.api.InputCheck;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Names that differ by a number: {@code web-{n:02}} makes {@code web-01}, {@code web-02}, … Different numbers make different names.
 *
 * @param digits the least number of digits, filled up with zeros
 */
record NamePattern(String before, int digits, String after) {
    private static final String FIELD = "namePattern";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{n(?::0([1-6]))?\\}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._-]*");
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9._-]");
    /** A name of 63 and the longest placeholder. */
    private static final int MOST_CHARS = 69;

    /** Empty where it cannot be read; {@code check} knows why. */
    static Optional<NamePattern> parse(String text, InputCheck check) {
        if (text.length() > MOST_CHARS) {
            check.refuse(
                    FIELD,
                    "namePattern has %d characters; at most %d make a name of 63."
                            .formatted(text.length(), MOST_CHARS));
            return Optional.empty();
        }
        var matcher = PLACEHOLDER.matcher(text);
        var found = PLACEHOLDER.matcher(text).results().count();
        if (found != 1 || !matcher.find()) {
            check.refuse(
                    FIELD,
                    "namePattern has %d placeholders; it needs exactly one: {n}, or {n:02} for at least two digits, up to {n:06}."
                            .formatted(found));
            return Optional.empty();
        }
        var before = text.substring(0, matcher.start());
        var after = text.substring(matcher.end());
        if (!LITERAL.matcher(before).matches() || !LITERAL.matcher(after).matches()) {
            check.refuse(
                    FIELD,
                    "Besides its placeholder, namePattern may hold letters, digits, '.', '_' and '-'; it holds %s."
                            .formatted(strange(before + after)));
            return Optional.empty();
        }
        var digits = matcher.group(1);
        return Optional.of(new NamePattern(before, digits == null ? 1 : Integer.parseInt(digits), after));
    }

    private static String strange(String literal) {
        var matcher = STRANGE.matcher(literal);
        if (!matcher.find()) {
            return "others";
        }
        int point = literal.codePointAt(matcher.start());
        return point > ' ' && point < 0x7f ? "'%c'".formatted(point) : "U+%04X".formatted(point);
    }

    List<String> names(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(this::name).toList();
    }

    private String name(int number) {
        var text = Integer.toString(number);
        return before + "0".repeat(Math.max(0, digits - text.length())) + text + after;
    }
}
