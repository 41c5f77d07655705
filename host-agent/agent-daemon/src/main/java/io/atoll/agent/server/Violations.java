package io.atoll.agent.server;

import io.atoll.agent.operation.RefusalCode;
import io.atoll.agent.operation.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a message, so that the caller is told all of it at once. */
final class Violations {
    private static final int SHOWN = 8;

    private final List<String> found = new ArrayList<>();

    void add(String field, String problem) {
        found.add("%s: %s".formatted(field, problem));
    }

    void require(boolean right, String field, String problem) {
        if (!right) {
            add(field, problem);
        }
    }

    /** The value, or null after noting why there is none. */
    <T> @Nullable T read(String field, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            add(field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            var shown = String.join("; ", found.subList(0, Math.min(found.size(), SHOWN)));
            var more = found.size() > SHOWN ? "; and %d more".formatted(found.size() - SHOWN) : "";
            throw new RefusedException(RefusalCode.VALIDATION_FAILED, shown + more);
        }
    }

    /** The value, which has been read without violation. */
    static <T> T sound(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("A value with a violation was used.");
        }
        return value;
    }
}
