package io.atoll.ha.storage;

/** What a VM's epoch block says. */
public sealed interface EpochReading {
    record Value(EpochContent content) implements EpochReading {}

    /** Nobody has written one yet. */
    record Missing() implements EpochReading {}

    /**
     * Nothing is known.
     *
     * @param why one sentence for people
     */
    record Unreadable(String why) implements EpochReading {}
}
