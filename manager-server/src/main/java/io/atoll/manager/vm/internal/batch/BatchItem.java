package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.task.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * One VM of a batch.
 *
 * @param vmTask the task that makes it; null: none was begun
 * @param code why it was not made; empty where there is no code for it
 * @param reason the same in a sentence
 */
record BatchItem(
        int ordinal, String name, State state, @Nullable TaskId vmTask, String code, String reason) {
    /** Where it is. */
    enum State {
        WAITING,
        CREATING,
        CREATED,
        FAILED
    }
}
