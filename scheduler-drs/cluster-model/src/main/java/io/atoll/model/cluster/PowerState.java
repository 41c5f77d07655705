package io.atoll.model.cluster;

/** Whether a host can take VMs. */
public enum PowerState {
    /** Runs and takes VMs. */
    ON,
    /** Sleeps; a plan may wake it. */
    STANDBY,
    /** Being kept free: its VMs may leave, none may come. */
    MAINTENANCE,
    /** Silent or cut off: its VMs may still be running, none may come. */
    UNREACHABLE,
    /** Nobody sees enough of it to say how it is: its VMs may be running, none may come. */
    UNWATCHED,
    /** Runs, and is trusted with no more VMs for a while. */
    HELD_BACK,
    /** Dead: nothing runs on it, nothing may come. */
    FAILED;

    /** Whether VMs run or may be running there, while no others may come. */
    public boolean keepsVms() {
        return switch (this) {
            case MAINTENANCE, UNREACHABLE, UNWATCHED, HELD_BACK -> true;
            case ON, STANDBY, FAILED -> false;
        };
    }
}
