package io.atoll.ha.facts;

/** The last time somebody looked at something that a host renews; times are nanoseconds of the watcher's own clock. */
public sealed interface Look<V> {
    /** The read showed this. */
    record Seen<V>(V value, long readStartNanos, long readEndNanos) implements Look<V> {}

    /** The read failed, or showed nothing that can be trusted: unreadable is never dead. */
    record Failed<V>() implements Look<V> {}

    /** Nobody has looked yet. */
    record Never<V>() implements Look<V> {}
}
