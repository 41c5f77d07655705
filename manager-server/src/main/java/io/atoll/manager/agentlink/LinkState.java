package io.atoll.manager.agentlink;

/** How the link from this manager to a host is. */
public enum LinkState {
    /** This manager does not watch the host: it does not lead, or the host is not enrolled. */
    NOT_WATCHED,
    CONNECTING,
    CONNECTED,
    DISCONNECTED,
    /** Something answers at the host's address, but not as this host: wrong, foreign, expired or revoked certificate. */
    REFUSED
}
