package io.atoll.manager.inventory;

/** How the manager stands to a host. Part of the API: names are added, never changed. */
public enum HostPhase {
    /** Enrolled; the manager is trying to reach it. */
    CONNECTING,
    /** Connected. What a VM needs of a host beyond that (pool, networks, room) is checked when it is placed. */
    READY,
    /** Silent. Its VMs may still be running. */
    DISCONNECTED,
    /** No manager leads, so nobody hears the hosts. Shown, never stored: what was known last is kept for the next leader. */
    UNKNOWN,
    /** Its certificate was revoked. It is never spoken to again. */
    REVOKED,
    /** What answers at its address is not this host, or says what no honest host says. */
    REFUSED
}
