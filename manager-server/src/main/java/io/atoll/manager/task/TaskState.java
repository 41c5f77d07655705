package io.atoll.manager.task;

/** Where a task is in its life. */
public enum TaskState {
    QUEUED,
    RUNNING,
    ROLLING_BACK,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen to the task. */
    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING, ROLLING_BACK -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
