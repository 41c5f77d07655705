package io.atoll.manager.task.internal;

import io.atoll.manager.api.Metadata;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.StepProgress;
import io.atoll.manager.task.TaskFailure;
import io.atoll.manager.task.TaskSnapshot;
import io.atoll.manager.task.TaskView;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns tasks into what clients see. */
public final class TaskViews {
    /** For a code of an agent that is newer than this manager. */
    private static final int UNKNOWN_CODE_STATUS = 500;

    private TaskViews() {}

    public static TaskView of(TaskSnapshot task) {
        var metadata = new Metadata(
                task.id().value(),
                task.kind(),
                Collections.unmodifiableSortedMap(new TreeMap<>()),
                task.revision(),
                task.createdAt(),
                task.updatedAt());
        return new TaskView(
                metadata,
                task.kind(),
                task.state(),
                progress(task.progress()),
                task.steps().stream().map(TaskViews::step).toList(),
                task.objects().stream()
                        .map(object -> new TaskView.ObjectReference(object.kind(), object.id(), object.name()))
                        .toList(),
                task.parent() == null ? null : task.parent().value(),
                task.childCount(),
                task.requestedBy(),
                task.createdAt(),
                task.startedAt(),
                task.endedAt(),
                failure(task.failure(), task.traceId()),
                task.result(),
                task.cancellable(),
                task.cancelRequested(),
                task.traceId());
    }

    private static TaskView.Progress progress(StepProgress progress) {
        var counted = progress.bytesTotal() > 0;
        return new TaskView.Progress(
                progress.percent(),
                counted ? progress.bytesDone() : null,
                counted ? progress.bytesTotal() : null,
                counted ? progress.bytesPerSecond() : null,
                progress.detail());
    }

    private static TaskView.Step step(TaskSnapshot.StepSnapshot step) {
        return new TaskView.Step(
                step.index(),
                step.name(),
                step.state(),
                step.percent(),
                step.detail(),
                step.startedAt(),
                step.endedAt());
    }

    private static TaskView.@Nullable Failure failure(@Nullable TaskFailure failure, @Nullable String traceId) {
        if (failure == null) {
            return null;
        }
        var known = Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(failure.code()))
                .findFirst();
        return new TaskView.Failure(
                "/docs/problems/" + failure.code(),
                known.map(ErrorCode::title).orElse("The host's agent refused or failed"),
                known.map(ErrorCode::status).orElse(UNKNOWN_CODE_STATUS),
                failure.detail(),
                failure.code(),
                failure.causes(),
                failure.hints(),
                traceId);
    }
}
