package io.atoll.manager.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list. {@code nextCursor} is null on the last page. */
public record Page<T>(List<T> items, @Nullable String nextCursor, long totalCount) {
    public Page {
        items = List.copyOf(items);
    }
}
