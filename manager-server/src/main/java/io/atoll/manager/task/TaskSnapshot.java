package io.atoll.manager.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as it was when it was read. */
public record TaskSnapshot(
        TaskId id,
        long revision,
        String kind,
        TaskState state,
        StepProgress progress,
        List<StepSnapshot> steps,
        List<TaskObject> objects,
        @Nullable TaskId parent,
        int childCount,
        String requestedBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        boolean cancelRequested,
        boolean cancellable,
        @Nullable TaskFailure failure,
        @Nullable JsonNode result,
        @Nullable String traceId) {
    /** The same task with these parts, which are read after it. */
    public TaskSnapshot with(List<StepSnapshot> otherSteps, List<TaskObject> otherObjects, boolean mayBeCancelled) {
        return new TaskSnapshot(
                id,
                revision,
                kind,
                state,
                progress,
                otherSteps,
                otherObjects,
                parent,
                childCount,
                requestedBy,
                createdAt,
                updatedAt,
                startedAt,
                endedAt,
                cancelRequested,
                mayBeCancelled,
                failure,
                result,
                traceId);
    }

    /** One step as it was when the task was read. */
    public record StepSnapshot(
            int index,
            String name,
            StepState state,
            int percent,
            String detail,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}
}
