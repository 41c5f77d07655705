package io.atoll.ha.proof;

import io.atoll.ha.lease.BootId;

/** What somebody outside vouches for about one boot of a host; worthless for any other boot. */
public sealed interface Evidence {
    BootId bootId();

    /** Who says so, for the timeline. */
    String by();

    /** The power supply was asked and said "off": not that a command was sent. */
    record PoweredOff(BootId bootId, String by) implements Evidence {}

    /** The storage lets the host write no more. */
    record EvictedFromStorage(BootId bootId, String by) implements Evidence {}

    /** An operator has looked and takes the responsibility. */
    record OperatorSays(BootId bootId, String by) implements Evidence {}
}
