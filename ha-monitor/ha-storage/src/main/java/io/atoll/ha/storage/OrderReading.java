package io.atoll.ha.storage;

/** What the block with a host's orders says. */
public sealed interface OrderReading {
    record Value(OrderContent content) implements OrderReading {}

    /** Nobody has ordered anything of this host on this pool. */
    record Missing() implements OrderReading {}

    /**
     * Nothing is known, so nothing is obeyed.
     *
     * @param why one sentence for people
     */
    record Unreadable(String why) implements OrderReading {}
}
