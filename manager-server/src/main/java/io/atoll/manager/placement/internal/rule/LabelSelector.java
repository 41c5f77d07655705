package io.atoll.manager.placement.internal.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses objects by their labels: conditions with commas between them, all of which must hold.
 *
 * <pre>
 * tier=web                  the label is there and has this value
 * tier in (web, "a, b")     ... one of these values
 * !canary                   the label is not there
 * canary                    the label is there, whatever its value
 * </pre>
 *
 * <p>Values of letters, digits and {@code . _ / : -} are written as they are; others in double quotes, where {@code \"} and
 * {@code \\} stand for themselves. Spaces between the parts do not count.
 */
public record LabelSelector(List<Condition> conditions) {
    public static final int LONGEST_CHARS = 4_096;
    static final int MOST_CONDITIONS = 16;
    static final int MOST_VALUES = 64;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/:-]+");

    public LabelSelector {
        conditions = List.copyOf(conditions);
    }

    /** One condition on the labels of an object. */
    public sealed interface Condition {
        boolean holds(Map<String, String> labels);
    }

    record Equal(String key, String value) implements Condition {
        @Override
        public boolean holds(Map<String, String> labels) {
            return value.equals(labels.get(key));
        }

        @Override
        public String toString() {
            return key + "=" + written(value);
        }
    }

    record In(String key, SortedSet<String> values) implements Condition {
        In {
            values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        }

        @Override
        public boolean holds(Map<String, String> labels) {
            var value = labels.get(key);
            return value != null && values.contains(value);
        }

        @Override
        public String toString() {
            return key + values.stream().map(LabelSelector::written).collect(Collectors.joining(", ", " in (", ")"));
        }
    }

    record Present(String key) implements Condition {
        @Override
        public boolean holds(Map<String, String> labels) {
            return labels.containsKey(key);
        }

        @Override
        public String toString() {
            return key;
        }
    }

    record Absent(String key) implements Condition {
        @Override
        public boolean holds(Map<String, String> labels) {
            return !labels.containsKey(key);
        }

        @Override
        public String toString() {
            return "!" + key;
        }
    }

    public boolean matches(Map<String, String> labels) {
        return conditions.stream().allMatch(condition -> condition.holds(labels));
    }

    /** The text that {@link #parse} reads as this. */
    @Override
    public String toString() {
        return conditions.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String written(String value) {
        return PLAIN.matcher(value).matches()
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A text that is no selector; the message says what is wrong and where, and can be shown to people. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1;

        SyntaxException(String message) {
            super(message);
        }
    }

    public static LabelSelector parse(String text) throws SyntaxException {
        if (text.length() > LONGEST_CHARS) {
            throw new SyntaxException(
                    "it has %d characters; at most %d are read".formatted(text.length(), LONGEST_CHARS));
        }
        return new Reader(text).selector();
    }

    /** Reads a text from left to right. */
    private static final class Reader {
        private static final Pattern KEY = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        LabelSelector selector() throws SyntaxException {
            var conditions = new ArrayList<Condition>();
            do {
                if (conditions.size() == MOST_CONDITIONS) {
                    throw wrong("there are more than %d conditions".formatted(MOST_CONDITIONS));
                }
                conditions.add(condition());
            } while (accept(','));
            if (at < text.length()) {
                throw wrong("a comma or the end was expected");
            }
            return new LabelSelector(conditions);
        }

        private Condition condition() throws SyntaxException {
            if (accept('!')) {
                return new Absent(key());
            }
            var key = key();
            if (accept('=')) {
                return new Equal(key, value());
            }
            if (acceptIn()) {
                return new In(key, values());
            }
            return new Present(key);
        }

        private SortedSet<String> values() throws SyntaxException {
            var values = new TreeSet<String>();
            do {
                if (values.size() == MOST_VALUES) {
                    throw wrong("there are more than %d values".formatted(MOST_VALUES));
                }
                values.add(value());
            } while (accept(','));
            if (!accept(')')) {
                throw wrong("a comma or ')' was expected");
            }
            return values;
        }

        private String key() throws SyntaxException {
            skipSpaces();
            var start = at;
            while (at < text.length() && isKeyCharacter(text.charAt(at))) {
                at++;
            }
            var key = text.substring(start, at);
            if (!KEY.matcher(key).matches()) {
                at = start;
                throw wrong(
                        "a label key was expected: 1 to 63 of a-z, 0-9, '.', '_', '/', '-', beginning and ending with a letter or digit");
            }
            return key;
        }

        private static boolean isKeyCharacter(char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._/-".indexOf(c) >= 0;
        }

        private String value() throws SyntaxException {
            skipSpaces();
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            var matcher = PLAIN.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw wrong("a value was expected; one with spaces or commas stands in double quotes");
            }
            at = matcher.end();
            return matcher.group();
        }

        private String quoted() throws SyntaxException {
            var value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                var c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\') {
                    at++;
                    if (at == text.length() || "\"\\".indexOf(text.charAt(at)) < 0) {
                        throw wrong("only \\\" and \\\\ may follow a backslash");
                    }
                }
                value.append(text.charAt(at));
            }
            throw wrong("the closing double quote is missing");
        }

        /** The word {@code in} with its bracket; a key may begin with these letters too, but no bracket follows it. */
        private boolean acceptIn() {
            skipSpaces();
            var before = at;
            if (text.startsWith("in", at)) {
                at += 2;
                if (accept('(')) {
                    return true;
                }
            }
            at = before;
            return false;
        }

        private boolean accept(char c) {
            skipSpaces();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private SyntaxException wrong(String what) {
            return new SyntaxException("at character %d: %s".formatted(at + 1, what));
        }
    }
}
