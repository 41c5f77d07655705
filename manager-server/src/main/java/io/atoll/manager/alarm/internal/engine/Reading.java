package io.atoll.manager.alarm.internal.engine;

import java.time.Instant;

/** What is known of one object now, as far as one definition asks. */
public sealed interface Reading {
    /** A value, and when it was so. A condition that holds or does not is 1 or 0. */
    record Value(double value, Instant at) implements Reading {}

    /** There should be a value and there is none. */
    record Missing() implements Reading {}

    /** There is nothing to measure, for a known reason: a stopped VM uses no processor. */
    record Inapplicable() implements Reading {}
}
