package io.atoll.manager.vm;

/** What is known of a VM's run. Part of the API: names are added, never changed. */
public enum VmPowerState {
    /** Its first task is at work: disks are being made. */
    CREATING,
    STOPPED,
    STARTING,
    RUNNING,
    PAUSED,
    STOPPING,
    MIGRATING,
    /** It ended by itself, and not because the guest shut down. */
    CRASHED,
    /** Its host is silent. It may still be running there, so it must not be started elsewhere. */
    UNKNOWN,
    DELETING,
    /** Creating or deleting it failed half-way; it can only be deleted. */
    FAILED;

    /** Whether a VM in this state takes up memory on its host, as far as anybody can know. */
    public boolean occupiesHost() {
        return switch (this) {
            case STARTING, RUNNING, PAUSED, STOPPING, MIGRATING, UNKNOWN -> true;
            case CREATING, STOPPED, CRASHED, DELETING, FAILED -> false;
        };
    }
}
