package io.atoll.manager.task.internal;

import io.atoll.manager.task.StepState;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.task.TaskObject;
import io.atoll.manager.task.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the engine knows of a task when it decides what is next. */
record TaskRow(
        TaskId id,
        String kind,
        TaskState state,
        JsonNode params,
        ObjectNode memory,
        ObjectNode result,
        @Nullable TaskFailure failure,
        String requestedBy,
        @Nullable TaskId parent,
        boolean cancelRequested,
        List<StepRow> steps,
        List<TaskObject> objects) {
    TaskRow with(List<StepRow> otherSteps, List<TaskObject> otherObjects) {
        return new TaskRow(
                id,
                kind,
                state,
                params,
                memory,
                result,
                failure,
                requestedBy,
                parent,
                cancelRequested,
                otherSteps,
                otherObjects);
    }

    /** One step; {@code undone} says that its undo has ended, in whatever state the step is shown. */
    record StepRow(int index, String handler, JsonNode arguments, StepState state, boolean undone) {
        /** Whether something of the step may exist that an undo has to look at. */
        boolean mayHaveHappened() {
            return switch (state) {
                case RUNNING, DONE, FAILED -> !undone;
                case PENDING, UNDONE, SKIPPED -> false;
            };
        }
    }
}
