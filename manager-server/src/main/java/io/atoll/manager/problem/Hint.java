package io.atoll.manager.problem;

import org.jspecify.annotations.Nullable;

/** What the reader can do next; {@code action} is an API path or a command where there is one. */
public record Hint(String text, @Nullable String action) {
    public static Hint of(String text) {
        return new Hint(text, null);
    }
}
