package io.atoll.manager.api.list;

import io.atoll.manager.api.list.Filter.Operator;
import io.atoll.manager.api.list.Filter.Value;
import io.atoll.manager.api.list.FilterTokens.Kind;
import io.atoll.manager.api.list.FilterTokens.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the filter language by recursive descent, in time linear in its length.
 *
 * <pre>
 * or         = and { "or" and }
 * and        = unary { "and" unary }
 * unary      = "not" unary | "(" or ")" | comparison
 * comparison = field ( "==" | "!=" | "~" ) value | field "in" "(" value { "," value } ")"
 * </pre>
 */
public final class FilterParser {
    static final int LONGEST_CHARS = 2_000;
    private static final int DEEPEST = 32;
    private static final int MOST_COMPARISONS = 100;
    private static final int MOST_VALUES = 200;

    private final FilterTokens tokens;
    private int depth;
    private int comparisons;

    private FilterParser(FilterTokens tokens) {
        this.tokens = tokens;
    }

    /** Refuses with FILTER_INVALID, naming the position, when the text is not of the language. */
    public static Filter parse(String text) {
        if (text.length() > LONGEST_CHARS) {
            throw FilterTokens.invalid(
                    LONGEST_CHARS + 1,
                    "The filter has %d characters; the limit is %d.".formatted(text.length(), LONGEST_CHARS));
        }
        var parser = new FilterParser(new FilterTokens(text));
        Filter filter = parser.or();
        Token rest = parser.tokens.peek();
        if (rest.kind() != Kind.END) {
            throw FilterTokens.invalid(rest.position(), "Expected \"and\", \"or\" or the end.");
        }
        return filter;
    }

    private Filter or() {
        if (++depth > DEEPEST) {
            throw FilterTokens.invalid(
                    tokens.peek().position(), "The filter is nested deeper than %d.".formatted(DEEPEST));
        }
        var parts = new ArrayList<Filter>();
        parts.add(and());
        while (tokens.takeWord("or")) {
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Filter.Or(List.copyOf(parts));
    }

    private Filter and() {
        var parts = new ArrayList<Filter>();
        parts.add(unary());
        while (tokens.takeWord("and")) {
            parts.add(unary());
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(List.copyOf(parts));
    }

    private Filter unary() {
        boolean negated = false;
        while (tokens.takeWord("not")) {
            negated = !negated;
        }
        Filter inner;
        if (tokens.peek().kind() == Kind.OPEN) {
            tokens.take();
            inner = or();
            tokens.expect(Kind.CLOSE, "\")\"");
        } else {
            inner = comparison();
        }
        return negated ? new Filter.Not(inner) : inner;
    }

    private Filter comparison() {
        if (++comparisons > MOST_COMPARISONS) {
            throw FilterTokens.invalid(
                    tokens.peek().position(), "The filter has more than %d comparisons.".formatted(MOST_COMPARISONS));
        }
        Token field = tokens.expect(Kind.WORD, "a field such as metadata.name");
        Token operator = tokens.take();
        return switch (operator.kind()) {
            case EQUAL -> comparison(field, Operator.EQUAL, List.of(value()));
            case NOT_EQUAL -> comparison(field, Operator.NOT_EQUAL, List.of(value()));
            case CONTAINS -> comparison(field, Operator.CONTAINS, List.of(value()));
            case WORD -> {
                if (!operator.text().equals("in")) {
                    throw expectedOperator(operator);
                }
                yield comparison(field, Operator.IN, values());
            }
            case TEXT, NUMBER, OPEN, CLOSE, COMMA, END -> throw expectedOperator(operator);
        };
    }

    private static RuntimeException expectedOperator(Token at) {
        return FilterTokens.invalid(at.position(), "Expected an operator: " + FilterTokens.OPERATORS);
    }

    private static Filter comparison(Token field, Operator operator, List<Value> values) {
        return new Filter.Comparison(field.text(), field.position(), operator, values);
    }

    private List<Value> values() {
        tokens.expect(Kind.OPEN, "\"(\"");
        var values = new ArrayList<Value>();
        do {
            values.add(value());
            if (values.size() > MOST_VALUES) {
                throw FilterTokens.invalid(
                        tokens.peek().position(), "\"in\" takes at most %d values.".formatted(MOST_VALUES));
            }
        } while (tokens.takeIf(Kind.COMMA));
        tokens.expect(Kind.CLOSE, "\",\" or \")\"");
        return List.copyOf(values);
    }

    private Value value() {
        Token token = tokens.take();
        return switch (token.kind()) {
            case TEXT -> new Value.Text(token.text(), token.position());
            case NUMBER -> new Value.Decimal(new java.math.BigDecimal(token.text()), token.position());
            case WORD -> bool(token);
            case EQUAL, NOT_EQUAL, CONTAINS, OPEN, CLOSE, COMMA, END -> throw expectedValue(token);
        };
    }

    private static Value bool(Token token) {
        return switch (token.text()) {
            case "true" -> new Value.Bool(true, token.position());
            case "false" -> new Value.Bool(false, token.position());
            default -> throw expectedValue(token);
        };
    }

    private static RuntimeException expectedValue(Token at) {
        return FilterTokens.invalid(
                at.position(), "Expected a value: a text in double quotes, a number, true or false.");
    }
}
