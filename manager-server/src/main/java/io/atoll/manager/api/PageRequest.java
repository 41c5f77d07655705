package io.atoll.manager.api;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a list; a controller method takes it as a parameter.
 *
 * @param limit items per page, 1..1000, default 200
 * @param cursor from the page before
 * @param filter text of the filter language, see the REST conventions
 * @param sort a sort key, with a leading minus for descending
 */
public record PageRequest(
        int limit,
        @Nullable String cursor,
        @Nullable String filter,
        @Nullable String sort) {
    public static final int DEFAULT_LIMIT = 200;
    public static final int MOST = 1_000;
}
