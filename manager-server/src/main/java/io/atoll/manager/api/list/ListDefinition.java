package io.atoll.manager.api.list;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be listed, and how. Immutable; made once per resource:
 *
 * <pre>{@code
 * static final ListDefinition VMS = ListDefinition.of("vms", "v.*, h.name as host_name", "vm v left join host h on h.id = v.host_id", "v.id")
 *         .sortable("metadata.name", "lower(v.name)", FieldType.TEXT)
 *         .filterable("status.hostName", "h.name", FieldType.TEXT)
 *         .labels("v.labels")
 *         .sortedBy("metadata.name");
 * }</pre>
 *
 * All text in here is the programmer's; nothing of it may come from a client.
 */
public final class ListDefinition {
    private final String name;
    private final String columns;
    private final String from;
    private final String idSql;
    private final Map<String, ListField> fields;
    private final @Nullable String labelsSql;
    private final String defaultSort;

    private ListDefinition(
            String name,
            String columns,
            String from,
            String idSql,
            Map<String, ListField> fields,
            @Nullable String labelsSql,
            String defaultSort) {
        this.name = name;
        this.columns = columns;
        this.from = from;
        this.idSql = idSql;
        this.fields = fields;
        this.labelsSql = labelsSql;
        this.defaultSort = defaultSort;
    }

    /**
     * A list without fields of its own yet.
     *
     * @param idSql the unique id of a row, type uuid; ties of the sort are broken by it
     */
    public static ListDefinition of(String name, String columns, String from, String idSql) {
        Map<String, ListField> fields = Map.of("metadata.id", new ListField("metadata.id", idSql, FieldType.ID, true));
        return new ListDefinition(name, columns, from, idSql, fields, null, "metadata.id");
    }

    /** A field to filter and sort by; {@code sql} must never be null. */
    public ListDefinition sortable(String field, String sql, FieldType type) {
        return with(new ListField(field, sql, type, true));
    }

    /** A field to filter by; {@code sql} may be null. */
    public ListDefinition filterable(String field, String sql, FieldType type) {
        return with(new ListField(field, sql, type, false));
    }

    /** A field to filter and sort by that holds names of constants; others are refused, as they are never found. */
    public ListDefinition choice(String field, String sql, Class<? extends Enum<?>> type) {
        var values = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        return with(new ListField(field, sql, FieldType.TEXT, true, values));
    }

    /** The jsonb object behind {@code metadata.labels.<key>}. */
    public ListDefinition labels(String sql) {
        return new ListDefinition(name, columns, from, idSql, fields, sql, defaultSort);
    }

    /** The sort when a client asks for none; a leading minus means descending. */
    public ListDefinition sortedBy(String sort) {
        return new ListDefinition(name, columns, from, idSql, fields, labelsSql, sort);
    }

    private ListDefinition with(ListField field) {
        var more = new LinkedHashMap<>(fields);
        more.put(field.name(), field);
        return new ListDefinition(name, columns, from, idSql, more, labelsSql, defaultSort);
    }

    String name() {
        return name;
    }

    String columns() {
        return columns;
    }

    String from() {
        return from;
    }

    String idSql() {
        return idSql;
    }

    Optional<ListField> field(String wanted) {
        return Optional.ofNullable(fields.get(wanted));
    }

    Optional<String> labelsSql() {
        return Optional.ofNullable(labelsSql);
    }

    Map<String, ListField> fields() {
        return fields;
    }

    String defaultSort() {
        return defaultSort;
    }
}
