package io.atoll.drs.lab;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON once, from front to back, without building a tree: instances are large and read once. Knows at every moment where
 * it is, so that a complaint names the place.
 */
final class JsonReader {
    private static final int DEEPEST = 64;
    private static final double LARGEST = 1e30;
    private static final int LONGEST_FIELD = 80;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?");

    /** Numbers of other languages, too: refused with a message of their own. */
    private static final Pattern NUMBER_ELSEWHERE =
            Pattern.compile("[-+]?([0-9.]+([eE][-+]?[0-9]*)?|Infinity|[iI]nf|NaN|nan)");

    private final byte[] bytes;
    private int at;
    private int lastNumber;
    private final Place[] places = new Place[DEEPEST];
    private int depth;

    /** A list or an object that is open. */
    private static final class Place {
        final ObjectNames names = new ObjectNames();
        String field = "";
        int index = -1;
    }

    JsonReader(byte[] bytes) {
        this.bytes = bytes;
        // A byte order mark is not part of the text.
        if (bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            at = 3;
        }
    }

    /** Takes one member or element; must read its value. */
    @FunctionalInterface
    interface Taker {
        void take(String field);
    }

    void object(Taker taker) {
        expect('{', "an object");
        var place = enter();
        place.names.begin();
        if (!skipIf('}')) {
            do {
                place.field = name(place);
                expect(':', "a colon after the name");
                taker.take(place.field);
            } while (skipIf(','));
            expect('}', "a comma or the end of the object");
        }
        depth--;
    }

    void array(Runnable element) {
        expect('[', "a list");
        var place = enter();
        if (!skipIf(']')) {
            do {
                place.index++;
                element.run();
            } while (skipIf(','));
            expect(']', "a comma or the end of the list");
        }
        depth--;
    }

    private Place enter() {
        if (depth >= DEEPEST) {
            throw new BadInput(
                    ErrorCode.MALFORMED, place(), "The input is nested deeper than %d levels.".formatted(DEEPEST));
        }
        if (places[depth] == null) {
            places[depth] = new Place();
        }
        var place = places[depth++];
        place.field = "";
        place.index = -1;
        return place;
    }

    /** The name of a member. Most objects have the names of the one before, in the same order. */
    private String name(Place place) {
        peek();
        var expected = place.names.expected();
        if (expected != null && isNext(expected)) {
            at += expected.length() + 2;
            return place.names.accept();
        }
        if (peek() != '"') {
            throw malformed("a name in double quotes");
        }
        var name = string();
        if (!place.names.add(name)) {
            throw new BadInput(
                    ErrorCode.MALFORMED,
                    place(),
                    "The name %s appears twice in one object.".formatted(BadInput.quote(name)));
        }
        return name;
    }

    /** Whether this text follows, in quotes; false for one that would have to be decoded. */
    private boolean isNext(String text) {
        var end = at + text.length() + 1;
        if (end >= bytes.length || bytes[at] != '"' || bytes[end] != '"') {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            if (bytes[at + 1 + i] != text.charAt(i) || text.charAt(i) == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Nothing but white space may follow. */
    void end() {
        if (peek() != -1) {
            throw malformed("nothing more");
        }
    }

    boolean atNull() {
        return peek() == 'n';
    }

    boolean atString() {
        return peek() == '"';
    }

    /** The next value, which must be null. */
    void nothing() {
        word("null");
    }

    boolean bool() {
        if (peek() == 't') {
            word("true");
            return true;
        }
        if (peek() == 'f') {
            word("false");
            return false;
        }
        throw wrong("true or false");
    }

    /**
     * A number that can be counted with: sums and squares of several are numbers too. That is far more than anything has, and far
     * less than a double can hold.
     */
    double number() {
        var start = numberText();
        lastNumber = start;
        var whole = wholeNumber(start);
        if (whole >= 0) {
            return whole;
        }
        var value = Double.parseDouble(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
        if (value == 0 || (Math.abs(value) <= LARGEST && Math.abs(value) >= 1 / LARGEST)) {
            return value;
        }
        at = start;
        throw wrong("a number between 1e-30 and 1e30, or 0");
    }

    /** What {@link #number} has just read, to the last digit. */
    BigDecimal lastNumber() {
        return new BigDecimal(new String(bytes, lastNumber, at - lastNumber, StandardCharsets.US_ASCII));
    }

    /** Passes over a number; returns where it began. */
    private int numberText() {
        peek();
        var start = at;
        while (at < bytes.length && isNumberPart(bytes[at])) {
            at++;
        }
        if (wholeNumber(start) >= 0) {
            return start;
        }
        if (!NUMBER.matcher(new String(bytes, start, at - start, StandardCharsets.US_ASCII))
                .matches()) {
            at = start;
            throw wrong("a number");
        }
        return start;
    }

    /** Short runs of digits, which nearly all numbers are, without a detour; -1 for anything else. */
    private long wholeNumber(int start) {
        var leadingZero = at - start > 1 && bytes[start] == '0';
        if (at == start || at - start > 15 || leadingZero) {
            return -1;
        }
        var value = 0L;
        for (var i = start; i < at; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    private static boolean isNumberPart(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    String string() {
        if (peek() != '"') {
            throw wrong("a text");
        }
        var start = ++at;
        at = endOfPlain(at);
        if (at < bytes.length && bytes[at] == '"') {
            return decoded(start, at++);
        }
        return escapedString(start);
    }

    /** Where the quote, escape or forbidden character is that ends a plain run of text. */
    private int endOfPlain(int from) {
        var end = from;
        // Bytes of characters beyond ASCII are negative.
        while (end < bytes.length && bytes[end] != '"' && bytes[end] != '\\' && (bytes[end] >= ' ' || bytes[end] < 0)) {
            end++;
        }
        return end;
    }

    private String escapedString(int start) {
        var text = new StringBuilder();
        var from = start;
        while (at < bytes.length && bytes[at] == '\\') {
            text.append(decoded(from, at));
            at++;
            text.append(escaped());
            from = at;
            at = endOfPlain(at);
        }
        if (at >= bytes.length || bytes[at] != '"') {
            throw malformed("the closing quote of a text");
        }
        return text.append(decoded(from, at++)).toString();
    }

    private String decoded(int start, int end) {
        for (var i = start; i < end; i++) {
            if (bytes[i] < 0) {
                return decodedUtf8(start, end);
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private String decodedUtf8(int start, int end) {
        try {
            // A new decoder reports what a String would silently replace.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new BadInput(
                    ErrorCode.MALFORMED,
                    place(),
                    "The text at byte %d is not proper UTF-8: %s."
                            .formatted(
                                    start,
                                    BadInput.quote(new String(bytes, start, end - start, StandardCharsets.UTF_8))));
        }
    }

    private char escaped() {
        var b = at < bytes.length ? bytes[at++] : -1;
        return switch (b) {
            case '"', '\\', '/' -> (char) b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw malformed("an escape like \\n or \\u00e9");
        };
    }

    private char unicode() {
        if (at + 4 > bytes.length) {
            throw malformed("four hexadecimal digits");
        }
        var value = 0;
        for (var i = 0; i < 4; i++) {
            var digit = Character.digit(bytes[at++], 16);
            if (digit < 0) {
                throw malformed("four hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    /** Passes over the next value, whatever it is. */
    void skip() {
        switch (peek()) {
            case '{' -> object(_ -> skip());
            case '[' -> array(this::skip);
            case '"' -> string();
            case 't', 'f' -> bool();
            case 'n' -> nothing();
            default -> {
                if (at == bytes.length || !isNumberPart(bytes[at])) {
                    throw malformed("a value");
                }
                numberText();
            }
        }
    }

    /** Where the reader is, like {@code vms[3].memMib}. */
    String place() {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++) {
            var place = places[i];
            if (place.index >= 0) {
                text.append('[').append(place.index).append(']');
            } else if (!place.field.isEmpty()) {
                text.append(text.isEmpty() ? "" : ".").append(shortened(place.field));
            }
        }
        return text.isEmpty() ? "the beginning" : text.toString();
    }

    private static String shortened(String field) {
        return field.length() <= LONGEST_FIELD ? field : field.substring(0, LONGEST_FIELD) + "…";
    }

    private int peek() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < bytes.length ? bytes[at] : -1;
    }

    private boolean skipIf(char expected) {
        if (peek() == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char expected, String what) {
        if (peek() != expected) {
            throw expected == '{' || expected == '[' ? wrong(what) : malformed(what);
        }
        at++;
    }

    private void word(String word) {
        peek();
        for (var i = 0; i < word.length(); i++) {
            if (at + i >= bytes.length || bytes[at + i] != word.charAt(i)) {
                throw malformed("\"" + word + "\"");
            }
        }
        at += word.length();
    }

    private BadInput malformed(String expected) {
        return new BadInput(
                ErrorCode.MALFORMED,
                place(),
                "At byte %d there should be %s, but there is %s.".formatted(at, expected, next()));
    }

    /** The value that follows is not the one that is wanted; or it is no value at all. */
    private BadInput wrong(String expected) {
        var found = value();
        return found == null
                ? malformed(expected)
                : new BadInput(
                        ErrorCode.INVALID_VALUE,
                        place(),
                        "%s should be %s, but is %s.".formatted(place(), expected, found));
    }

    /** What value follows, in words; null: none that JSON has, nor a number as other languages write it. */
    private @Nullable String value() {
        return switch (peek()) {
            case '"' -> "the text " + BadInput.quote(string());
            case '{' -> "an object";
            case '[' -> "a list";
            default -> {
                var word = word();
                yield switch (word) {
                    case "true", "false", "null" -> word;
                    default -> NUMBER_ELSEWHERE.matcher(word).matches() ? number(word) : null;
                };
            }
        };
    }

    private static String number(String word) {
        return NUMBER.matcher(word).matches() ? "the number " + word : word + ", which is no number in JSON";
    }

    /** Letters, digits and signs, as many as are worth showing. */
    private String word() {
        var end = at;
        while (end < bytes.length && end - at < LONGEST_FIELD && isWordPart(bytes[end])) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }

    private static boolean isWordPart(byte b) {
        return isNumberPart(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b < 0 || b == '_';
    }

    private String next() {
        if (peek() == -1) {
            return "the end of the input";
        }
        if (bytes[at] == '"') {
            return "a text in double quotes";
        }
        var end = at;
        while (end < bytes.length && end - at < 40 && ",}\n\"".indexOf(bytes[end]) < 0) {
            end++;
        }
        return BadInput.quote(new String(bytes, at, Math.max(1, end - at), StandardCharsets.UTF_8));
    }
}
