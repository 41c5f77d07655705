package io.atoll.ha.facts;

import io.atoll.ha.lease.ChannelValue;

/** A host's slot on one pool, after its checksum was found right. */
public record Slot(ChannelValue value, State state) {
    /** What the enforcers say in the slot. */
    public enum State {
        /** The lease is held, VMs may run. */
        HOLDING,
        /** The enforcers' acknowledgement: nothing runs, and nothing will until the slot is HOLDING again. */
        RELEASED
    }
}
