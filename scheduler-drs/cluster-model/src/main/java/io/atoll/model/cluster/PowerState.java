package io.atoll.model.cluster;

/** Whether a host can take VMs. */
public enum PowerState {
    /** Runs and takes VMs. */
    ON,
    /** Sleeps; a plan may wake it. */
    STANDBY,
    /** Being kept free: its VMs may leave, none may come. */
    MAINTENANCE,
    /** Dead: nothing runs on it, nothing may come. */
    FAILED
}
