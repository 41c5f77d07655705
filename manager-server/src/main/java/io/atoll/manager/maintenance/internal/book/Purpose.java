package io.atoll.manager.maintenance.internal.book;

/** Why something is done to a VM. Names are API. */
public enum Purpose {
    /** It leaves the host. */
    LEAVE,
    /** It moves elsewhere so that one that leaves the host finds room. */
    MAKE_ROOM,
    /** It was shut down for the maintenance, and starts again. */
    START,
    /** It moves because the host is in use again. */
    COME_HOME
}
