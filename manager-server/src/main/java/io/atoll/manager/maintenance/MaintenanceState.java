package io.atoll.manager.maintenance;

/** Where a maintenance is. Names are API. */
public enum MaintenanceState {
    /** The host gets no VMs any more, and those it has are leaving. */
    ENTERING,
    /** Whoever was to leave has left. */
    IN_MAINTENANCE,
    /** The host is in use again, and VMs are coming home. */
    LEAVING,
    /** It is over. */
    LEFT,
    /** It was called off before the host was empty. */
    CANCELLED;

    /** Whether the host is to be given no VMs. */
    public boolean keepsHostFree() {
        return switch (this) {
            case ENTERING, IN_MAINTENANCE -> true;
            case LEAVING, LEFT, CANCELLED -> false;
        };
    }

    /** Whether nothing more will happen. */
    public boolean ended() {
        return switch (this) {
            case ENTERING, IN_MAINTENANCE, LEAVING -> false;
            case LEFT, CANCELLED -> true;
        };
    }
}
