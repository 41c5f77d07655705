package io.atoll.drs.lab;

import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes members of JSON objects one after the other, with their commas; a number has at most six digits after the point. */
final class JsonWriter {
    private static final int DIGITS = 6;
    private static final long SCALE = 1_000_000;
    private static final double LARGEST_SCALED = 1e12;

    private final StringBuilder out;
    private final UnaryOperator<String> texts;
    /** Whether the next member is the first of its object. */
    private boolean first = true;

    /** @param texts what becomes of every text */
    JsonWriter(int capacity, UnaryOperator<String> texts) {
        this.texts = texts;
        out = new StringBuilder(capacity);
    }

    /** The members written so far, without braces around them. */
    String text() {
        return out.toString();
    }

    void member(String name, @Nullable String value) {
        name(name);
        value(value);
    }

    void number(String name, double value) {
        name(name);
        if (Math.abs(value) < LARGEST_SCALED) {
            scaled(Math.round(value * SCALE));
        } else {
            out.append(value);
        }
    }

    void bool(String name, boolean value) {
        name(name);
        out.append(value);
    }

    private void scaled(long millionths) {
        if (millionths < 0) {
            out.append('-');
        }
        out.append(Math.abs(millionths / SCALE));
        var fraction = Math.abs(millionths % SCALE);
        if (fraction != 0) {
            var digits = Long.toString(fraction);
            out.append('.').repeat('0', DIGITS - digits.length()).append(digits);
        }
    }

    /** @param members writes the members; null: the value is null */
    void object(String name, @Nullable Runnable members) {
        name(name);
        if (members == null) {
            out.append("null");
        } else {
            object(members);
        }
    }

    <T> void list(String name, Collection<T> items, Consumer<? super T> members) {
        elements(name, items, item -> object(() -> members.accept(item)));
    }

    void texts(String name, Collection<String> texts) {
        elements(name, texts, this::value);
    }

    private <T> void elements(String name, Collection<T> items, Consumer<? super T> element) {
        name(name);
        out.append('[');
        var comma = false;
        for (var item : items) {
            out.append(comma ? "," : "");
            comma = true;
            element.accept(item);
        }
        out.append(']');
    }

    private void object(Runnable members) {
        out.append('{');
        first = true;
        members.run();
        out.append('}');
        first = false;
    }

    private void name(String name) {
        out.append(first ? "" : ",");
        first = false;
        JsonText.append(out, name);
        out.append(':');
    }

    private void value(@Nullable String value) {
        if (value == null) {
            out.append("null");
        } else {
            JsonText.append(out, texts.apply(value));
        }
    }
}
