package io.atoll.manager.task;

/**
 * An object a task is about. An exclusive one is locked: as long as the task is active no other task may name it as
 * exclusive (409 TASK_IN_PROGRESS). {@code kind} is the singular noun of the REST resource: vm, host, image, pool, …
 */
public record TaskObject(String kind, String id, String name, boolean exclusive) {
    /** An object only this task may change while it is active. */
    public static TaskObject locked(String kind, Object id, String name) {
        return new TaskObject(kind, id.toString(), name, true);
    }

    /** An object shown with the task but not locked by it. */
    public static TaskObject mentioned(String kind, Object id, String name) {
        return new TaskObject(kind, id.toString(), name, false);
    }
}
