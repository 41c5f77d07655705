package io.atoll.manager.maintenance.internal.rolling;

/** What is done to each host while it is empty. Names are API. */
public enum RollingAction {
    /** Nothing: the hosts are only emptied and taken back, for a rehearsal. */
    NONE,
    /** Off and on again through its power control, both confirmed. */
    REBOOT,
    /** A hook that the host's administrator put there is run, and must end well. */
    HOOK
}
