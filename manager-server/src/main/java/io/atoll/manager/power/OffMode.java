package io.atoll.manager.power;

/** How a host is switched off. Names are API. */
public enum OffMode {
    /** Its operating system is asked to end; whatever runs there is ended in order. */
    GRACEFUL,
    /** The power is taken away, as by its plug. */
    FORCE
}
