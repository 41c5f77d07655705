package io.atoll.ha.sim.world;

/** What a client learns of its transaction. */
public sealed interface ZkAnswer {
    record Applied() implements ZkAnswer {}

    /** A version was not the expected one, so nothing was written. */
    record BadVersion(String path) implements ZkAnswer {}

    /** The connection went away: it may have happened, it may still happen, it may never happen. */
    record Unknown() implements ZkAnswer {}

    /** The session is over; nothing was written. */
    record SessionExpired() implements ZkAnswer {}
}
