package io.atoll.manager.drs.internal;

/** How a recommendation stands. Names are API. */
public enum RecommendationState {
    /** It waits for somebody's word. */
    OPEN,
    /** Nobody wants to hear of it for a while. */
    SNOOZED,
    /** It waits for its turn in a task. */
    ACCEPTED,
    MOVING,
    MOVED,
    /** The migration was refused or failed; the VM is where it was. */
    FAILED,
    /** It does not apply any more. */
    EXPIRED,
    /** The VM is never to be moved by DRS. */
    DECLINED;

    /** Whether somebody may still decide about it. */
    public boolean isUndecided() {
        return this == OPEN || this == SNOOZED;
    }
}
