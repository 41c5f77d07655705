package io.atoll.manager.api.list;

/**
 * One field of a list.
 *
 * @param name dotted, as clients write it and see it in the JSON
 * @param sql an expression over the definition's {@code from}; never holds anything a client sent
 * @param sortable only where the expression is never null
 */
public record ListField(String name, String sql, FieldType type, boolean sortable) {}
