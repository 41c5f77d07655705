package io.atoll.manager.task.internal;

import io.atoll.manager.task.OperationId;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepProgress;
import io.atoll.manager.task.TaskObject;
import io.atoll.model.LeaderEpoch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The context of one call of one step. */
final class PersistedContext implements StepContext {
    private static final Duration BETWEEN_PROGRESS_WRITES = Duration.ofMillis(500);

    private final TaskRow task;
    private final TaskRow.StepRow step;
    private final OperationId operation;
    private final LeaderEpoch epoch;
    private final TaskStore store;
    private final Clock clock;
    private final Instant now;
    private final Map<String, Object> result = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> remembered = new ConcurrentHashMap<>();
    private final AtomicBoolean cancelRequested;
    private @Nullable Instant progressWrittenAt;

    PersistedContext(
            TaskRow task,
            TaskRow.StepRow step,
            OperationId operation,
            LeaderEpoch epoch,
            TaskStore store,
            Clock clock) {
        this.task = task;
        this.step = step;
        this.operation = operation;
        this.epoch = epoch;
        this.store = store;
        this.clock = clock;
        this.now = clock.instant();
        this.cancelRequested = new AtomicBoolean(task.cancelRequested());
    }

    @Override
    public OperationId operation() {
        return operation;
    }

    @Override
    public LeaderEpoch epoch() {
        return epoch;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public String kind() {
        return task.kind();
    }

    @Override
    public String requestedBy() {
        return task.requestedBy();
    }

    @Override
    public List<TaskObject> objects() {
        return task.objects();
    }

    @Override
    public <T> T params(Class<T> type) {
        return TaskJson.convert("parameters", task.params(), type);
    }

    @Override
    public JsonNode arguments() {
        return step.arguments();
    }

    @Override
    public <T> Optional<T> recall(String key, Class<T> type) {
        var fresh = remembered.get(key);
        var node = fresh == null ? task.memory().get(key) : fresh;
        return node == null || node.isNull() ? Optional.empty() : Optional.of(TaskJson.convert(key, node, type));
    }

    @Override
    public void remember(String key, Object value) {
        store.remember(epoch, task.id(), key, value);
        remembered.put(key, TaskJson.tree(value));
    }

    @Override
    public void result(String field, Object value) {
        result.put(field, value);
    }

    @Override
    public synchronized void progress(StepProgress progress) {
        var at = clock.instant();
        if (progressWrittenAt == null || !at.isBefore(progressWrittenAt.plus(BETWEEN_PROGRESS_WRITES))) {
            progressWrittenAt = at;
            store.stepRunning(epoch, task.id(), step.index(), progress, TaskJson.object(Map.of()));
        }
    }

    @Override
    public boolean cancelRequested() {
        return cancelRequested.get();
    }

    /** True for the first request. */
    boolean requestCancel() {
        return cancelRequested.compareAndSet(false, true);
    }

    JsonNode result() {
        return TaskJson.object(result);
    }
}
