package io.atoll.manager.api.list;

import io.atoll.manager.api.Page;
import io.atoll.manager.api.PageRequest;
import io.atoll.manager.problem.AtollException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers one page of a list. */
@Component
public class ListQuery {
    private static final String SORT_COLUMN = "atoll_sort";
    private static final String ID_COLUMN = "atoll_id";

    private final JdbcClient jdbc;

    ListQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A page of everything the definition covers. */
    public <T> Page<T> page(ListDefinition definition, PageRequest request, RowMapper<T> rows) {
        return page(definition, request, "true", Map.of(), rows);
    }

    /**
     * A page of what {@code scope} leaves.
     *
     * @param scope a condition over the definition's {@code from}, written by the programmer
     * @param scopeParameters its named parameters
     */
    public <T> Page<T> page(
            ListDefinition definition,
            PageRequest request,
            String scope,
            Map<String, ?> scopeParameters,
            RowMapper<T> rows) {
        var sort = Sort.of(definition, request.sort());
        String query = Cursor.queryHash(definition.name(), sort.text(), request.filter());
        var filterSql = new FilterSql(definition);
        String filter = request.filter() == null ? "true" : filterSql.render(FilterParser.parse(request.filter()));
        var parameters = new LinkedHashMap<String, Object>(scopeParameters);
        parameters.putAll(filterSql.parameters());
        String where = "(%s) and (%s)".formatted(scope, filter);

        long total = jdbc.sql("select count(*) from %s where %s".formatted(definition.from(), where))
                .params(parameters)
                .query(Long.class)
                .single();
        List<Row<T>> found = rows(definition, request, sort, where, query, parameters, rows);
        boolean more = found.size() > request.limit();
        List<Row<T>> shown = more ? found.subList(0, request.limit()) : found;
        String next = more
                ? new Cursor(query, shown.getLast().sortValue(), shown.getLast().id()).encode()
                : null;
        return new Page<>(shown.stream().map(Row::item).toList(), next, total);
    }

    private <T> List<Row<T>> rows(
            ListDefinition definition,
            PageRequest request,
            Sort sort,
            String where,
            String query,
            Map<String, Object> parameters,
            RowMapper<T> mapper) {
        var all = new LinkedHashMap<>(parameters);
        String after = after(definition, request, sort, query, all);
        all.put("atoll_limit", request.limit() + 1);
        String direction = sort.descending() ? "desc" : "asc";
        String sql =
                "select %s, (%s)::text as %s, %s as %s from %s where %s and %s order by %s %s, %s %s limit :atoll_limit"
                        .formatted(
                                definition.columns(),
                                sort.field().sql(),
                                SORT_COLUMN,
                                definition.idSql(),
                                ID_COLUMN,
                                definition.from(),
                                where,
                                after,
                                sort.field().sql(),
                                direction,
                                definition.idSql(),
                                direction);
        return jdbc.sql(sql)
                .params(all)
                .query((row, index) -> new Row<>(
                        mapper.mapRow(row, index), row.getString(SORT_COLUMN), row.getObject(ID_COLUMN, UUID.class)))
                .list();
    }

    private static String after(
            ListDefinition definition, PageRequest request, Sort sort, String query, Map<String, Object> parameters) {
        if (request.cursor() == null) {
            return "true";
        }
        var cursor = Cursor.decode(request.cursor(), query);
        parameters.put("atoll_after", typed(sort.field().type(), cursor.sortValue()));
        parameters.put("atoll_after_id", cursor.id());
        return "(%s, %s) %s (cast(:atoll_after as %s), :atoll_after_id)"
                .formatted(
                        sort.field().sql(),
                        definition.idSql(),
                        sort.descending() ? "<" : ">",
                        sort.field().type().sqlType());
    }

    /** The sort value as Postgres printed it, turned back into a value of its type; anything else was not printed by us. */
    private static Object typed(FieldType type, String text) {
        try {
            return switch (type) {
                case TEXT -> requireText(text);
                case NUMBER -> new BigDecimal(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case TIME -> OffsetDateTime.parse(isoTime(text));
                case ID -> UUID.fromString(text);
            };
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw Cursor.invalid("The cursor is not one this list gave.");
        }
    }

    private static String requireText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Postgres has no NUL in texts.");
        }
        return text;
    }

    /** Postgres prints {@code 2026-11-21 08:00:00.123+00}. */
    private static String isoTime(String printed) {
        String text = printed.replace(' ', 'T');
        return text.matches(".*[+-][0-9]{2}") ? text + ":00" : text;
    }

    private record Row<T>(T item, String sortValue, UUID id) {}

    /** What to sort by: the field, and which way. */
    private record Sort(ListField field, boolean descending) {
        static Sort of(ListDefinition definition, @Nullable String wanted) {
            String text = wanted == null ? definition.defaultSort() : wanted;
            boolean descending = text.startsWith("-");
            String name = descending ? text.substring(1) : text;
            return definition
                    .field(name.contains(".") ? name : "metadata." + name)
                    .or(() -> definition.field(name))
                    .filter(ListField::sortable)
                    .map(field -> new Sort(field, descending))
                    .orElseThrow(() -> AtollException.invalid("sort", unknown(definition)));
        }

        private static String unknown(ListDefinition definition) {
            var keys = new ArrayList<String>();
            definition.fields().values().stream()
                    .filter(ListField::sortable)
                    .map(ListField::name)
                    .forEach(keys::add);
            return keys.stream()
                    .collect(Collectors.joining(", ", "This list is sorted by ", ", with - before it for descending."));
        }

        String text() {
            return (descending ? "-" : "") + field.name();
        }
    }
}
