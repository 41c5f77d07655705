package io.atoll.model;

/** What the cluster may do with a host. */
public enum HostState {
    /** Answers, and takes VMs. */
    READY,
    /** Being emptied: its VMs still run, it takes no others. */
    ENTERING_MAINTENANCE,
    /** Empty on an administrator's wish; takes no VMs until it is told to. */
    MAINTENANCE,
    /** Does not answer. Its VMs may still be running: silence is not proof that they stopped. */
    DISCONNECTED,
    /** Proved dead: nothing runs on it. */
    FAILED
}
