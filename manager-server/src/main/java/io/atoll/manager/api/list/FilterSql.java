package io.atoll.manager.api.list;

import io.atoll.manager.api.list.Filter.Comparison;
import io.atoll.manager.api.list.Filter.Operator;
import io.atoll.manager.api.list.Filter.Value;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A filter as a condition in SQL. Field names are looked up in the definition, values become bound parameters; nothing a
 * client wrote becomes part of the text.
 */
final class FilterSql {
    private static final String LABELS = "metadata.labels.";
    private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final ListDefinition definition;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    FilterSql(ListDefinition definition) {
        this.definition = definition;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    String render(Filter filter) {
        return switch (filter) {
            case Filter.And(var parts) -> join(parts, " and ");
            case Filter.Or(var parts) -> join(parts, " or ");
            // A comparison with null is unknown; "not" of it has to hold, as a reader expects.
            case Filter.Not(var part) -> "(" + render(part) + ") is not true";
            case Comparison comparison -> comparison(comparison);
        };
    }

    private String join(List<Filter> parts, String word) {
        return parts.stream().map(this::render).collect(Collectors.joining(word, "(", ")"));
    }

    private String comparison(Comparison comparison) {
        ListField field = resolve(comparison);
        String values = comparison.values().stream()
                .map(value -> bind(value, field, comparison.operator()))
                .collect(Collectors.joining(", "));
        return switch (comparison.operator()) {
            case EQUAL -> "%s = %s".formatted(field.sql(), values);
            case NOT_EQUAL -> "%s is distinct from %s".formatted(field.sql(), values);
            case CONTAINS -> "strpos(lower(%s), lower(%s)) > 0".formatted(field.sql(), values);
            case IN -> "%s in (%s)".formatted(field.sql(), values);
        };
    }

    private ListField resolve(Comparison comparison) {
        String name = comparison.field();
        if (name.startsWith(LABELS) && definition.labelsSql().isPresent()) {
            String key = name.substring(LABELS.length());
            if (!LABEL_KEY.matcher(key).matches()) {
                throw FilterTokens.invalid(comparison.position(), "\"%s\" is not a label key.".formatted(key));
            }
            String sql = "(%s ->> %s)".formatted(definition.labelsSql().get(), bind(key));
            return new ListField(name, sql, FieldType.TEXT, false);
        }
        return definition
                .field(name)
                .orElseThrow(() -> FilterTokens.invalid(
                        comparison.position(),
                        "There is no field \"%s\"; there are %s%s."
                                .formatted(
                                        name.length() > 100 ? name.substring(0, 100) + "…" : name,
                                        String.join(", ", definition.fields().keySet()),
                                        definition.labelsSql().isPresent() ? " and metadata.labels.<key>" : "")));
    }

    private String bind(Value value, ListField field, Operator operator) {
        if (operator == Operator.CONTAINS && field.type() != FieldType.TEXT) {
            throw FilterTokens.invalid(value.position(), "~ works on texts; %s is not one.".formatted(field.name()));
        }
        Object bound = switch (field.type()) {
            case TEXT -> text(value, field, operator);
            case NUMBER -> value instanceof Value.Decimal number ? number.number() : wrong(value, field, "a number");
            case BOOLEAN -> value instanceof Value.Bool bool ? bool.value() : wrong(value, field, "true or false");
            case TIME -> time(value, field);
            case ID -> id(value, field);
        };
        String sql = "cast(%s as %s)".formatted(bind(bound), field.type().sqlType());
        // Names are compared, like they are sorted and kept apart, without regard to case.
        return field.sql().startsWith("lower(") ? "lower(" + sql + ")" : sql;
    }

    private static Object text(Value value, ListField field, Operator operator) {
        if (!(value instanceof Value.Text(var text, var _))) {
            return wrong(value, field, "a text in quotes");
        }
        // A part of a name is fine to look for; a whole name that does not exist is a mistake, not an empty list.
        boolean exact = operator != Operator.CONTAINS && !field.values().isEmpty();
        return exact && !field.values().contains(text) ? wrong(value, field, "one of " + field.values()) : text;
    }

    private static Object time(Value value, ListField field) {
        if (value instanceof Value.Text(var text, var _)) {
            try {
                return OffsetDateTime.parse(text);
            } catch (DateTimeParseException _) {
                // answered below, like any other wrong value
            }
        }
        return wrong(value, field, "a time such as \"2026-11-21T08:00:00Z\"");
    }

    private static Object id(Value value, ListField field) {
        return value instanceof Value.Text(var text, var _)
                        && UUID_TEXT.matcher(text).matches()
                ? UUID.fromString(text)
                : wrong(value, field, "an id in quotes");
    }

    private static Object wrong(Value value, ListField field, String wanted) {
        throw FilterTokens.invalid(value.position(), "%s is compared with %s.".formatted(field.name(), wanted));
    }

    private String bind(Object value) {
        String name = "f" + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }
}
