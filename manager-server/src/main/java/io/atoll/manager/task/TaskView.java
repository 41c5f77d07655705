package io.atoll.manager.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atoll.manager.api.Metadata;
import io.atoll.manager.problem.Cause;
import io.atoll.manager.problem.Hint;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as clients see it. */
public record TaskView(
        Metadata metadata,
        String kind,
        TaskState state,
        Progress progress,
        List<Step> steps,
        List<ObjectReference> objects,
        @Nullable UUID parentId,
        int childCount,
        String requestedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Failure failure,
        @Nullable JsonNode result,
        boolean cancellable,
        boolean cancelRequested,
        @Nullable String traceId) {
    /** Bytes are there when the running step counts them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(
            int percent,
            @Nullable Long bytesDone,
            @Nullable Long bytesTotal,
            @Nullable Long bytesPerSecond,
            String detail) {}

    /** One step. */
    public record Step(
            int index,
            String name,
            StepState state,
            int percent,
            String detail,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /** An object the task is about. */
    public record ObjectReference(String kind, String id, String name) {}

    /** Why it failed, as a problem document. */
    public record Failure(
            String type,
            String title,
            int status,
            String detail,
            String code,
            List<Cause> causes,
            List<Hint> hints,
            @Nullable String traceId) {}
}
