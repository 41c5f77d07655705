package io.atoll.manager.task;

/** Where one step of a task is. A step that failed stays FAILED when it has been undone. */
public enum StepState {
    PENDING,
    RUNNING,
    DONE,
    FAILED,
    UNDONE,
    SKIPPED
}
