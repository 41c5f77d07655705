package io.atoll.manager.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What the reader can do next; {@code action} is an API path or a command where there is one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Hint(String text, @Nullable String action) {
    public static Hint of(String text) {
        return new Hint(text, null);
    }
}
