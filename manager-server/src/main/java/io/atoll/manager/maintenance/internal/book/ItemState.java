package io.atoll.manager.maintenance.internal.book;

/** Where one VM of a maintenance is. Names are API. */
public enum ItemState {
    WAITING,
    /** It cannot move as things are; the reason says why. It is looked at again as things change. */
    BLOCKED,
    MOVING,
    MOVED,
    STOPPING,
    STOPPED,
    STARTING,
    STARTED,
    /** Somebody chose to leave it where it is. */
    SKIPPED,
    /** It was tried often enough; somebody must choose, or ask for another try. */
    FAILED,
    /** It left by itself: its owner stopped, moved or deleted it. */
    GONE;

    /** Whether a task is at work for it. */
    public boolean underWay() {
        return switch (this) {
            case MOVING, STOPPING, STARTING -> true;
            case WAITING, BLOCKED, MOVED, STOPPED, STARTED, SKIPPED, FAILED, GONE -> false;
        };
    }

    /** Whether nothing more is to be done. */
    public boolean settled() {
        return switch (this) {
            case MOVED, STOPPED, STARTED, SKIPPED, GONE -> true;
            case WAITING, BLOCKED, MOVING, STOPPING, STARTING, FAILED -> false;
        };
    }

    /** Whether the VM does not run on the host any more: settled, and not left there. */
    public boolean hasLeft() {
        return settled() && this != SKIPPED;
    }

    /** Whether only a person can say how it goes on. */
    public boolean needsSomebody() {
        return this == BLOCKED || this == FAILED;
    }
}
