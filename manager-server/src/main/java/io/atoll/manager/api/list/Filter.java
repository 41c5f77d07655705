package io.atoll.manager.api.list;

import java.util.List;

/** A filter as it was understood; positions count characters from 1, for messages. */
public sealed interface Filter {
    /** All of them hold. */
    record And(List<Filter> parts) implements Filter {}

    /** At least one of them holds. */
    record Or(List<Filter> parts) implements Filter {}

    /** It does not hold. */
    record Not(Filter part) implements Filter {}

    /** One field compared with one or, for {@code in}, several values. */
    record Comparison(String field, int position, Operator operator, List<Value> values) implements Filter {}

    /** How a field is compared. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        CONTAINS,
        IN
    }

    /** A value as the client wrote it. */
    sealed interface Value {
        int position();

        /** Written in quotes. */
        record Text(String text, int position) implements Value {}

        /** A decimal number, as written. */
        record Decimal(java.math.BigDecimal number, int position) implements Value {}

        /** true or false. */
        record Bool(boolean value, int position) implements Value {}
    }
}
