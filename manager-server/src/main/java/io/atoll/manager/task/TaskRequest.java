package io.atoll.manager.task;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task to be made.
 *
 * @param kind what it does, dotted lower case: {@code vm.create}
 * @param objects what it is about; exclusive ones are locked
 * @param steps in order; undone in reverse
 * @param params for all steps, unchanged for the life of the task. Never a secret: it is kept 30 days.
 * @param requestedBy who asked, as shown to people: a user name, {@code token:<name>}, or {@code system}
 * @param parent the task this one is a part of
 */
public record TaskRequest(
        String kind,
        List<TaskObject> objects,
        List<TaskStep> steps,
        JsonNode params,
        String requestedBy,
        @Nullable TaskId parent) {
    public TaskRequest {
        objects = List.copyOf(objects);
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A task of kind %s needs at least one step.".formatted(kind));
        }
    }

    /** A task of its own whose steps need no arguments. */
    public static TaskRequest of(
            String kind, List<TaskObject> objects, JsonNode params, String requestedBy, String... steps) {
        return new TaskRequest(
                kind, objects, Arrays.stream(steps).map(TaskStep::of).toList(), params, requestedBy, null);
    }

    public TaskRequest withParent(TaskId parentTask) {
        return new TaskRequest(kind, objects, steps, params, requestedBy, parentTask);
    }
}
