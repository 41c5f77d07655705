package io.atoll.ha.proof;

import io.atoll.ha.lease.BootId;
import io.atoll.ha.lease.ChannelValue;

/**
 * What somebody outside vouches for about a host after its last beat; any later beat ends it for ever, of the same boot too: a
 * host may be cut off, taken over and come back without booting. Source: ha-monitor/docs/0001-protocol.md, rule T3.
 */
public sealed interface Evidence {
    BootId bootId();

    /** The number of the beat that was the host's last when this was said. */
    long lastBeat();

    /** Who says so, for the timeline. */
    String by();

    /** When it was said, on the clock of who took it down: tells one statement from the next, nothing else. */
    long saidAtMs();

    /** Whether that beat is still the host's last one. */
    default boolean isAbout(ChannelValue beat) {
        return bootId().equals(beat.bootId()) && lastBeat() == beat.sequence();
    }

    /** The power supply was asked and said "off": not that a command was sent. */
    record PoweredOff(BootId bootId, long lastBeat, String by, long saidAtMs) implements Evidence {}

    /** The storage lets the host write no more. */
    record EvictedFromStorage(BootId bootId, long lastBeat, String by, long saidAtMs) implements Evidence {}

    /** An operator has looked and takes the responsibility. */
    record OperatorSays(BootId bootId, long lastBeat, String by, long saidAtMs) implements Evidence {}
}
