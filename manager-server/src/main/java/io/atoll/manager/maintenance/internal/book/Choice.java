package io.atoll.manager.maintenance.internal.book;

/** What is to become of a VM on a host that is emptied. Names are API. */
public enum Choice {
    MOVE,
    /** The guest is asked to shut down, and stopped where it does not. */
    STOP,
    /** It stays; the host is not safe to switch off then. */
    SKIP
}
