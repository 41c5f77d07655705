package io.atoll.manager.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Submits, finds, awaits and cancels tasks. Any manager may call it; only the leader runs them. */
public interface Tasks {
    /**
     * Writes the task, its steps and its locks in the caller's transaction, which must be active; the work begins right
     * after the commit. Refused with TASK_IN_PROGRESS, naming the holder, when another active task locks an object.
     */
    TaskId submit(TaskRequest request);

    Optional<TaskSnapshot> find(TaskId id);

    /** The active task that locks this object. */
    Optional<TaskId> holder(String objectKind, String objectId);

    /** The active tasks that are about this object, whether they lock it or not, the oldest first. */
    List<TaskId> activeOn(String objectKind, String objectId);

    /** The tasks that are parts of this one and have not ended, the oldest first. */
    List<TaskId> unfinishedParts(TaskId task);

    /** Waits until the task has ended, at most {@code limit}; answers how it is then. Not inside a transaction. */
    TaskSnapshot await(TaskId id, Duration limit);

    /**
     * Asks the task and its children to end at the next safe point and to be undone. Refused with TASK_NOT_CANCELLABLE
     * after a step from which there is only a way forward; asking twice, or after the end, changes nothing.
     */
    TaskSnapshot cancel(TaskId id, String requestedBy);
}
