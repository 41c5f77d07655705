package io.atoll.ha.storage;

/** What came of reading one host's slot on one pool. Times are {@link BootClock} nanoseconds of the reader. */
public sealed interface SlotReading {
    /** Just before the kernel was asked. */
    long startNanos();

    /** Just after it had answered, or it was given up. */
    long endNanos();

    /** The slot is whole and the host's. */
    record Value(SlotContent content, long startNanos, long endNanos) implements SlotReading {}

    /**
     * Nothing is known: never a sign that the host is dead.
     *
     * @param why one sentence for people
     */
    record Unreadable(String why, long startNanos, long endNanos) implements SlotReading {}

    /** The pool is there and has no slot of this host. */
    record Missing(long startNanos, long endNanos) implements SlotReading {}
}
