package io.atoll.manager.task.internal;

import io.atoll.manager.task.StepHandler;
import io.atoll.manager.task.StepState;
import io.atoll.manager.task.TaskSnapshot.StepSnapshot;
import io.atoll.manager.task.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All step handlers by name. They are asked for late: handlers may themselves submit tasks, so they and the tasks could
 * not both be made first.
 */
final class StepHandlers {
    private final Supplier<Stream<StepHandler>> source;
    private volatile @Nullable Map<String, StepHandler> byName;

    StepHandlers(Supplier<Stream<StepHandler>> source) {
        this.source = source;
    }

    Optional<StepHandler> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /** Whether a task can be taken back from where it is: it is not past a step that only leads forward. */
    boolean cancellable(TaskState state, List<StepSnapshot> steps) {
        return switch (state) {
            case QUEUED, RUNNING ->
                steps.stream()
                        .filter(step -> step.state() != StepState.PENDING)
                        .allMatch(step ->
                                find(step.name()).map(StepHandler::cancellable).orElse(true));
            case ROLLING_BACK, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }

    private Map<String, StepHandler> all() {
        var known = byName;
        if (known == null) {
            known = collect();
            byName = known;
        }
        return known;
    }

    private Map<String, StepHandler> collect() {
        var found = new HashMap<String, StepHandler>();
        source.get().forEach(handler -> {
            if (found.put(handler.name(), handler) != null) {
                throw new IllegalStateException("Two step handlers are named %s.".formatted(handler.name()));
            }
        });
        return Map.copyOf(found);
    }
}
