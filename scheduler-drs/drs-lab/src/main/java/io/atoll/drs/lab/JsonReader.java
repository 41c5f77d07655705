package io.atoll.drs.lab;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads JSON once, from front to back, without building a tree: instances are large and read once. Knows at every moment where
 * it is, so that a complaint names the place.
 */
final class JsonReader {
    private static final int DEEPEST = 64;
    private final byte[] bytes;
    private int at;
    private final Deque<Place> places = new ArrayDeque<>();

    private static final class Place {
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
        if (!skipIf('}')) {
            do {
                place.field = string();
                expect(':', "a colon after the name");
                taker.take(place.field);
            } while (skipIf(','));
            expect('}', "a comma or the end of the object");
        }
        places.removeLast();
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
        places.removeLast();
    }

    private Place enter() {
        if (places.size() >= DEEPEST) {
            throw new BadInput(
                    ErrorCode.MALFORMED, place(), "The input is nested deeper than %d levels.".formatted(DEEPEST));
        }
        var place = new Place();
        places.addLast(place);
        return place;
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

    double number() {
        peek();
        var start = at;
        while (at < bytes.length && isNumberPart(bytes[at])) {
            at++;
        }
        var whole = wholeNumber(start);
        if (whole >= 0) {
            return whole;
        }
        if (at == start) {
            throw wrong("a number");
        }
        try {
            var value = Double.parseDouble(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // falls through: the text is quoted below
        }
        at = start;
        throw wrong("a finite number");
    }

    /** Short runs of digits, which nearly all numbers are, without a detour; -1 for anything else. */
    private long wholeNumber(int start) {
        if (at == start || at - start > 15) {
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
        while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at < bytes.length && bytes[at] == '"') {
            return new String(bytes, start, at++ - start, StandardCharsets.UTF_8);
        }
        return escapedString(start);
    }

    private String escapedString(int start) {
        var text = new StringBuilder();
        var from = start;
        while (at < bytes.length && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
                at++;
                text.append(escaped());
                from = at;
            } else {
                at++;
            }
        }
        if (at >= bytes.length) {
            throw malformed("the closing quote of a text");
        }
        text.append(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        at++;
        return text.toString();
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
            default -> number();
        }
    }

    /** Where the reader is, like {@code vms[3].memMib}. */
    String place() {
        var text = new StringBuilder();
        for (var place : places) {
            if (place.index >= 0) {
                text.append('[').append(place.index).append(']');
            } else if (!place.field.isEmpty()) {
                text.append(text.isEmpty() ? "" : ".").append(place.field);
            }
        }
        return text.isEmpty() ? "the beginning" : text.toString();
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
            throw (expected == '{' || expected == '[') && peek() != -1 ? wrong(what) : malformed(what);
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

    private BadInput wrong(String expected) {
        var next = peek();
        var code = next == -1 ? ErrorCode.MALFORMED : ErrorCode.INVALID_VALUE;
        return new BadInput(code, place(), "%s should be %s, but is %s.".formatted(place(), expected, next()));
    }

    private String next() {
        if (peek() == -1) {
            return "the end of the input";
        }
        var end = at;
        while (end < bytes.length && end - at < 40 && bytes[end] != ',' && bytes[end] != '}' && bytes[end] != '\n') {
            end++;
        }
        return BadInput.quote(new String(bytes, at, Math.max(1, end - at), StandardCharsets.UTF_8));
    }
}
