package io.atoll.manager.api.list;

import java.util.List;

/**
 * One field of a list.
 *
 * @param name dotted, as clients write it and see it in the JSON
 * @param sql an expression over the definition's {@code from}; never holds anything a client sent
 * @param sortable only where the expression is never null
 * @param values all it can hold, where that is a closed set; else empty
 */
public record ListField(String name, String sql, FieldType type, boolean sortable, List<String> values) {
    public ListField {
        values = List.copyOf(values);
    }

    ListField(String name, String sql, FieldType type, boolean sortable) {
        this(name, sql, type, sortable, List.of());
    }
}
